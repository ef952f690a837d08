#!/usr/bin/env python3
"""Prints each ship that has passed, at any node of a broker.

    subscribe.py [HOST [PORT]]        user and password: MQTT_USERNAME, MQTT_PASSWORD

Debian: apt-get install python3-paho-mqtt; elsewhere: pip install paho-mqtt (1.6 or 2).
"""

import json
import os
import sys

import paho.mqtt.client as mqtt

host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 1883
told = set()


def connected(client, userdata, flags, reason, properties=None):
    client.subscribe("hydro/+/+/event", qos=1)


def said(client, userdata, message):
    event = json.loads(message.payload)
    # Delivery is at least once: a passage that was told is not told again.
    if event["phase"] != "end" or event["id"] in told:
        return
    told.add(event["id"])
    evidence = event["evidence"]
    vessel = event["vesselClass"]["name"] if event["vesselClass"] else "no known class"
    shaft = evidence["shaftHz"]
    print(
        event["end"],
        f"{event['node']}/{event['channel']}",
        event["size"],
        f"{event['confidence']:.0%}",
        vessel,
        f"{evidence['spl']['db']} dB re {evidence['spl']['reference']}",
        f"shaft {shaft} Hz" if shaft else "no shaft heard",
        sep="\t",
        flush=True,
    )


# paho-mqtt 2 asks which of its callbacks are meant, 1.6 does not know the question.
version = [mqtt.CallbackAPIVersion.VERSION2] if hasattr(mqtt, "CallbackAPIVersion") else []
client = mqtt.Client(*version)
client.username_pw_set(os.environ.get("MQTT_USERNAME"), os.environ.get("MQTT_PASSWORD"))
client.on_connect = connected
client.on_message = said
client.connect(host, port)
client.loop_forever()
