"""Times what users of Python's tools run for the same figures, one thread, on a WAV of 60 s at 32 kHz.

Prints JSON lines {peer, msPerSecond}: the median of the runs, in ms of processor time per second of audio.
"""
import json
import os
import sys
import time

for name in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[name + "_NUM_THREADS"] = "1"
os.environ.update(TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1", TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")

import librosa
import numpy as np
import soundfile
import soxr
from scipy import signal


def report(peer, seconds, work, warm_up=3, budget=4.0):
    for _ in range(warm_up):
        work()
    runs, began = [], time.perf_counter()
    while len(runs) < 5 or time.perf_counter() - began < budget:
        before = time.process_time()
        work()
        runs.append(time.process_time() - before)
    print(json.dumps({"peer": peer, "msPerSecond": 1000 * float(np.median(runs)) / seconds}), flush=True)


def main(path):
    captured, rate = soundfile.read(path, dtype="float32")
    analysed = soxr.resample(captured, rate, 16000, "HQ")
    seconds = len(captured) / rate
    second = analysed[:16000]
    report("soxr, 32 to 16 kHz", seconds, lambda: soxr.resample(captured, rate, 16000, "HQ"))
    report("librosa log-mel, 64 bands, blocks of 1 s", 1, lambda: log_mel(second))
    report("SciPy DEMON, blocks of 1 s", 1, lambda: demon(second.astype(float)))
    with_tensorflow(second)
    third_octaves(captured.astype(float), rate, seconds)


def log_mel(samples):
    return np.log(librosa.feature.melspectrogram(y=samples, sr=16000, n_fft=1024, hop_length=320, n_mels=64) + 1e-6)


def demon(samples):
    band = signal.sosfiltfilt(signal.butter(4, [1000, 7000], "bandpass", fs=16000, output="sos"), samples)
    envelope = signal.resample_poly(np.abs(signal.hilbert(band)), 1, 16)
    return signal.welch(envelope - envelope.mean(), 1000, nperseg=min(2048, len(envelope)))


def with_tensorflow(second):
    try:
        import tensorflow as tf
    except ImportError:
        return
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    leaf_filters(tf, second)
    network(tf, second)


def network(tf, second):
    layers = tf.keras.layers
    stack = [layers.Input((64, 50, 1))]
    for filters in (16, 32, 64):
        stack += [layers.Conv2D(filters, 3, activation="relu", padding="same"), layers.MaxPool2D(2)]
    model = tf.keras.Sequential(stack + [layers.GlobalAveragePooling2D(), layers.Dense(5, activation="softmax")])
    call = tf.function(lambda patch: model(patch, training=False))
    patch = lambda: log_mel(second)[None, :, :50, None]
    report("librosa log-mel and a small Keras network", 1, lambda: call(patch()).numpy())


def leaf_filters(tf, second, filters=40, taps=401, stride=160):
    """LEAF's operations (Zeghidour et al. 2021), in the order and the sizes in which they are published: complex Gabor
    filters at every sample, squared modulus, Gaussian pooling, PCEN whose average runs frame by frame. Centres and widths
    are those of mel bands, as EfficientLEAF begins with; what they are does not change the cost."""
    lowest, highest = 1127 * np.log1p(np.array([60, 7800]) / 700)
    points = 700 * np.expm1(np.linspace(lowest, highest, filters + 2) / 1127)
    centre, width = 2 * np.pi * points[1:-1] / 16000, 8000 / (points[2:] - points[:-2])
    times = np.arange(taps)[:, None] - taps // 2
    gabor = np.exp(-times**2 / (2 * width**2) + 1j * centre * times) / (np.sqrt(2 * np.pi) * width)
    kernel = tf.constant(np.stack([gabor.real, gabor.imag], -1).reshape(taps, 1, 2 * filters), tf.float32)
    half = (taps - 1) / 2
    pooling = np.exp(-0.5 * (times[:, 0] / (0.4 * half)) ** 2)
    pooling = tf.constant(np.tile(pooling[None, :, None, None], (1, 1, filters, 1)), tf.float32)

    @tf.function
    def call(samples):
        responses = tf.nn.conv1d(samples[None, :, None], kernel, 1, "SAME")
        energies = tf.reduce_sum(tf.reshape(responses**2, (1, 1, -1, filters, 2)), -1)
        pooled = tf.nn.depthwise_conv2d(energies, pooling, (1, stride, stride, 1), "SAME")[0, 0]
        floored = tf.maximum(pooled, 1e-5)
        average = tf.scan(lambda mean, frame: 0.04 * frame + 0.96 * mean, floored, floored[0])
        return (floored / (1e-12 + average) ** 0.96 + 2.0) ** 0.5 - 2.0**0.5

    report("LEAF's 40 filters of 25 ms, blocks of 1 s", 1, lambda: call(second).numpy())


def third_octaves(samples, rate, seconds):
    try:
        from pypam import signal as pypam_signal
    except ImportError:
        return
    report("pypam third-octave levels, one bin of 60 s", seconds, lambda: pypam_signal.Signal(samples, rate, 0).third_octave_levels())


main(sys.argv[1])
