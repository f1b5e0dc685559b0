"""Renders the scores in audio/scores to Ogg Vorbis with fluidsynth and a General MIDI sound font.

    apt install fluidsynth fluid-soundfont-gm sox libsox-fmt-all
    python3 scripts/render_audio.py

The result is committed: this is needed only when a score changes.
"""

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

AUDIO = Path(__file__).resolve().parent.parent / "audio"
FONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")

TICKS = 480
PROGRAMS = {"accordion": 21, "clarinet": 71, "flute": 73, "strings": 48, "guitar": 24, "bass": 32}
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitch(name):
    letter, sharp, octave = re.fullmatch(r"([A-G])(#?)(\d)", name).groups()
    return 12 * (int(octave) + 1) + STEPS[letter] + len(sharp)


def chord(name):
    """Root in the bass octave, and the three notes above."""
    letter, sharp, minor = re.fullmatch(r"([A-G])(#?)(m?)", name).groups()
    root = 36 + STEPS[letter] + len(sharp)
    third = 3 if minor else 4
    return root, [root + 24, root + 24 + third, root + 24 + 7]


def read(path):
    """A score: its head, its melody and its chords."""
    head, parts, part = {}, {"melody": [], "chords": []}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#", 1)[0] if line.startswith("#") else line
        if not line.strip():
            continue
        if line.startswith(" "):
            parts[part] += [token for token in line.split() if token != "|"]
        else:
            key, value = line.split(":", 1)
            if key in parts:
                part = key
            else:
                head[key] = value.strip()
    return head, parts


def variable(number):
    """A MIDI variable-length number."""
    out = [number & 0x7F]
    while number := number >> 7:
        out.insert(0, number & 0x7F | 0x80)
    return bytes(out)


def track(events):
    """A MIDI track from (tick, bytes)."""
    body, now = b"", 0
    for tick, data in sorted(events, key=lambda event: (event[0], event[1][0] & 0xF0 == 0x90)):
        body += variable(tick - now) + data
        now = tick
    body += b"\x00\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(body)) + body


def note(events, channel, start, length, key, loud):
    events.append((start, bytes([0x90 | channel, key, loud])))
    events.append((start + length, bytes([0x80 | channel, key, 0])))


def midi(head, parts):
    tempo, meter = float(head["tempo"]), int(head["meter"])
    beat_us = int(60e6 / tempo)
    start = [(0, b"\xff\x51\x03" + beat_us.to_bytes(3, "big"))]
    melody, backing, now = [], [], 0
    backing.append((0, bytes([0xC1, PROGRAMS["guitar"]])))
    backing.append((0, bytes([0xC2, PROGRAMS["bass"]])))
    for number in range(int(head["rounds"])):
        programs = head["programs"].split()
        melody.append((now, bytes([0xC0, PROGRAMS[programs[number % len(programs)]]])))
        bar = now
        for token in parts["melody"]:
            name, beats = token.split(":")
            length = int(float(beats) * TICKS)
            if name != "r":
                note(melody, 0, now, int(length * 0.95), pitch(name), 88)
            now += length
        bars = [token for token in parts["chords"] if token != "|"]
        for place, name in enumerate(bars):
            root, above = chord(name)
            at = bar + place * meter * TICKS
            if at >= now:
                break
            note(backing, 2, at, int(TICKS * 0.9), root, 78)
            for beat in range(1, meter):
                if meter == 4 and beat == 2:
                    note(backing, 2, at + beat * TICKS, int(TICKS * 0.9), root + 7, 70)
                    continue
                for key in above:
                    note(backing, 1, at + beat * TICKS, int(TICKS * 0.6), key, 48)
    tracks = [track(start), track(melody), track(backing)]
    return b"MThd" + struct.pack(">IHHH", 6, 1, len(tracks), TICKS) + b"".join(tracks)


def render(path):
    head, parts = read(path)
    with tempfile.TemporaryDirectory() as folder:
        score, wav = Path(folder) / "score.mid", Path(folder) / "sound.wav"
        score.write_bytes(midi(head, parts))
        subprocess.run(["fluidsynth", "-ni", "-g", "0.8", "-r", "32000", "-F", str(wav),
                        str(FONT), str(score)], check=True, stdout=subprocess.DEVNULL)
        target = AUDIO / f"{path.stem}.ogg"
        # One channel and a modest quality: it plays behind a voice.
        subprocess.run(["sox", "-R", str(wav), "-C", "1", "-c", "1", str(target), "norm", "-3",
                        "reverse", "silence", "1", "0.1", "0.1%", "reverse"], check=True)
    print(f"{target.name}: {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    if not FONT.exists():
        sys.exit(f"{FONT} is missing: apt install fluid-soundfont-gm")
    for score in sorted((AUDIO / "scores").glob("*.score")):
        render(score)
