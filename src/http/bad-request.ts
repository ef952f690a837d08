/** What a client sent cannot be used; fastify answers 400 with the message. */
export class BadRequest extends Error {
  readonly statusCode = 400;
}
