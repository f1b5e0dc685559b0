"""Renders the scores in audio/scores to Ogg Vorbis with fluidsynth and a General MIDI sound font.

    apt install fluidsynth fluid-soundfont-gm sox libsox-fmt-all
    python3 scripts/render_audio.py [NAME...]

The result is committed: this is needed only when a score changes. Each file is a loop: it begins
on its first beat, is a whole number of bars long, and its end flows into its beginning.

A score is a text of lines `key: value`; indented lines go on with the value above, and what
follows a # at the beginning of a line is a remark.

    title: Amazing Grace
    tempo: 60                       beats a minute
    meter: 3                        beats a bar
    rounds: flute clarinet          who plays the melody, one word for each time through
    part: bass  B - F               accompaniment: an instrument, then one word a beat for a bar
    part: drums k w w               parts may be repeated; they sound together
    form: A A B                     the order of the sections; as they stand when it is missing
    section: A
    melody: G4:2 B4:1/2 G4:1/2 | B4:2 A4
    chords: G Em:2 D:1

Melody: note and length in beats (1 when missing, fractions allowed), `r` is a rest, `Bb4` and
`F#4` have accidentals, C4 is middle C. Each bar between | or the ends of a line must be full. An upbeat stands at the
end of the form: so it leads into the first bar each time the music begins again, and the first
beat of the file is the first of a bar.

Chords: root, `m` for minor, `7` for a seventh, `5` for an open fifth; one bar long when no length
is given.

A word of a part shares its beat evenly among its letters. `B` is the bass of the chord, `F` the
fifth above it, `c` the chord, short, `C` the chord, held to the end of the bar, `1` `3` `5` `8`
its single notes, `-` silence. Drums: `k` bass drum, `s` side stick, `w` wood block, `h` hi-hat,
`t` tambourine, `l` and `p` low and high hand drum, `-` silence.
"""

import math
import re
import struct
import subprocess
import sys
import tempfile
from array import array
from fractions import Fraction
from pathlib import Path

AUDIO = Path(__file__).resolve().parent.parent / "audio"
FONT = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")

# One channel is enough behind a voice; the rate is that of most sound cards.
RATE = 48_000
# The end of the loop becomes what came before its beginning within so many samples.
BLEND = RATE // 25
# Loudness of each file, LUFS, as ITU-R BS.1770 measures it (without gates: nothing is silent).
LOUDNESS = -20.0
# Of full scale. Louder peaks would be cut by the sound card.
PEAK = 0.89

TICKS = 480
DRUM_CHANNEL = 9
# Programs of General MIDI, from 0, and how hard each is played: so a melody is a little louder
# than what goes with it, whoever has it.
INSTRUMENTS = {
    "accordion": (21, 111), "harmonica": (22, 105), "guitar": (24, 62), "bass": (32, 84),
    "violin": (40, 90), "cello": (42, 104), "strings": (48, 102), "pad": (48, 40),
    "harp": (46, 72), "trumpet": (56, 91), "horn": (60, 78), "oboe": (68, 76),
    "english-horn": (69, 113), "clarinet": (71, 71), "piccolo": (72, 88), "flute": (73, 89),
    "zither": (107, 70),
}
# Keys of the percussion channel, and how hard each is struck.
DRUMS = {"k": (36, 94), "s": (37, 62), "w": (76, 58), "h": (42, 50), "t": (54, 48), "l": (64, 78),
         "p": (62, 62)}
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
BEND = {"": 0, "#": 1, "b": -1}
# K weighting at 48 kHz: the head, then the ear's deafness to low tones (ITU-R BS.1770-4, annex 1).
WEIGHTING = [
    "biquad 1.53512485958697 -2.69169618940638 1.19839281085285 1 -1.69065929318241 0.73248077421585",
    "biquad 1 -2 1 1 -1.99004745483398 0.99007225036621",
]


class Mistake(Exception):
    """Something in a score that cannot be played."""


def length(text):
    return Fraction(text) if text else Fraction(1)


def melody(text, meter):
    """(beat, beats, key) of each note, and the number of beats."""
    notes, now = [], Fraction(0)
    for number, bar in enumerate(filter(str.strip, text.split("|")), 1):
        for token in bar.split():
            match = re.fullmatch(r"(?:r|([A-G])([#b]?)(\d))(?::([\d./]+))?", token)
            if not match:
                raise Mistake(f"bar {number}: “{token}” is no note")
            letter, bend, octave, beats = match.groups()
            if letter:
                key = 12 * (int(octave) + 1) + STEPS[letter] + BEND[bend]
                notes.append((now, length(beats), key))
            now += length(beats)
        if now != number * meter:
            raise Mistake(f"bar {number} ends after {float(now)} beats, not {number * meter}")
    return notes, now


def chords(text, meter):
    """(beat, beats, bass, [keys]) of each chord, and the number of beats."""
    found, now = [], Fraction(0)
    for token in text.replace("|", " ").split():
        match = re.fullmatch(r"([A-G])([#b]?)(m?)([57]?)(?::([\d./]+))?", token)
        if not match:
            raise Mistake(f"“{token}” is no chord")
        letter, bend, minor, kind, beats = match.groups()
        beats = length(beats) if beats else Fraction(meter)
        root = STEPS[letter] + BEND[bend]
        above = [0, 7] if kind == "5" else [0, 3 if minor else 4, 7] + [10] * (kind == "7")
        # The bass from E1 on, as its strings are; the chord within the octave above G3.
        bass = 28 + (root - 4) % 12
        keys = sorted(55 + (root + step - 7) % 12 for step in above)
        found.append((now, beats, bass, keys))
        now += beats
    return found, now


def read(path):
    """A score: its head, its parts, and its sections."""
    head, parts, sections, into, key = {}, [], {}, None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            into[key] += " | " + line.strip()
            continue
        key, value = (piece.strip() for piece in line.split(":", 1))
        if key == "part":
            parts.append({key: value})
            into = parts[-1]
        elif key == "section":
            into = sections[value] = {}
        else:
            into = into if key in ("melody", "chords") else head
            into[key] = value
    return head, [part["part"].split() for part in parts], sections


def part_notes(words, harmony, meter, drums):
    """(beat, beats, key, loudness or None) of an accompaniment."""
    notes = []
    for at, beats, bass, keys in harmony:
        # The word is that of the beat in its bar, so a chord may change within one.
        for beat in range(math.ceil(at), math.ceil(at + beats)):
            word = words[beat % meter]
            for place, letter in enumerate(word):
                share = Fraction(1, len(word))
                start = beat + place * share
                if letter == "-":
                    continue
                if drums:
                    notes.append((start, share, *DRUMS[letter]))
                elif letter in "BF":
                    fifth = next(key for key in keys if (key - bass) % 12 == 7)
                    key = bass if letter == "B" else bass + (fifth - bass) % 12
                    notes.append((start, share * Fraction(9, 10), key, None))
                elif letter == "c":
                    notes += [(start, share * Fraction(6, 10), key, None) for key in keys]
                elif letter == "C":
                    rest = min(at + beats, (beat // meter + 1) * meter) - start
                    notes += [(start, rest * Fraction(49, 50), key, None) for key in keys]
                else:
                    root = bass + 24
                    ladder = sorted((key - root) % 12 for key in keys)
                    step = {"1": 0, "3": ladder[1], "5": 7 if 7 in ladder else ladder[-1], "8": 12}
                    notes.append((start, max(share, Fraction(1)), root + step[letter], None))
    return notes


def variable(number):
    """A MIDI variable-length number."""
    out = [number & 0x7F]
    while number := number >> 7:
        out.insert(0, number & 0x7F | 0x80)
    return bytes(out)


def track(events):
    """A MIDI track from (tick, bytes): notes end before others begin."""
    body, now = b"", 0
    for tick, data in sorted(events, key=lambda event: (event[0], event[1][0] & 0xF0 == 0x90)):
        body += variable(tick - now) + data
        now = tick
    body += b"\x00\xff\x2f\x00"
    return b"MTrk" + struct.pack(">I", len(body)) + body


def played(channel, offset, notes):
    """MIDI events of (beat, beats, key, loudness)."""
    for beat, beats, key, loud in notes:
        start, end = round((offset + beat) * TICKS), round((offset + beat + beats) * TICKS)
        yield start, bytes([0x90 | channel, key, loud])
        yield max(end, start + 1), bytes([0x80 | channel, key, 0])


def once(head, parts, sections):
    """Everything that one loop plays, by instrument, and its length in beats."""
    meter, now, everything = int(head["meter"]), Fraction(0), {}
    form = head.get("form", " ".join(sections)).split()
    for lead in head["rounds"].split():
        for name in form:
            tune, beats = melody(sections[name]["melody"], meter)
            harmony, harmony_beats = chords(sections[name]["chords"], meter)
            if beats != harmony_beats:
                raise Mistake(f"section {name}: {beats} beats of melody, {harmony_beats} of chords")
            loud = INSTRUMENTS[lead][1]
            # The first beat of a bar a little stronger, and a breath between notes.
            everything.setdefault(lead, []).extend(
                (now + at, for_beats * Fraction(19, 20), key, loud + (8 if at % meter == 0 else 0))
                for at, for_beats, key in tune)
            for instrument, *words in parts:
                if len(words) != meter:
                    raise Mistake(f"the part of the {instrument} has {len(words)} beats a bar")
                drums = instrument == "drums"
                usual = 0 if drums else INSTRUMENTS[instrument][1]
                # A name of its own: the melody may have the same instrument.
                everything.setdefault(f"{instrument} behind", []).extend(
                    (now + at, for_beats, key, loud or usual)
                    for at, for_beats, key, loud in part_notes(words, harmony, meter, drums))
            now += beats
    return everything, now


def midi(head, everything, beats):
    """The loop twice, so that the second has the echo of the first, and a bar of silence."""
    meter = int(head["meter"])
    tempo = round(60e6 / float(head["tempo"]))
    end = round((2 * beats + meter) * TICKS)
    tracks = [track([(0, b"\xff\x51\x03" + tempo.to_bytes(3, "big")), (end, b"\xb0\x7b\x00")])]
    channel = 0
    for name, notes in everything.items():
        instrument = name.split()[0]
        if instrument == "drums":
            events, on = [], DRUM_CHANNEL
        else:
            on, channel = channel, channel + 1 + (channel + 1 == DRUM_CHANNEL)
            events = [(0, bytes([0xC0 | on, INSTRUMENTS[instrument][0]]))]
        for offset in (0, beats):
            events += played(on, offset, notes)
        tracks.append(track(events))
    return b"MThd" + struct.pack(">IHHH", 6, 1, len(tracks), TICKS) + b"".join(tracks)


def sox(sound, *arguments, effects=()):
    """Runs sox on one channel of floating-point samples."""
    raw = ["-t", "f32", "-r", str(RATE), "-c", "1"]
    done = subprocess.run(["sox", "-R", "-V1", *raw, "-", *(arguments or (*raw, "-")), *effects],
                          input=sound.tobytes(), stdout=subprocess.PIPE, check=True)
    return array("f", done.stdout)


def seamless(sound, samples):
    """The second of two loops, its end blended into what came before its beginning."""
    loop, before = sound[samples:2 * samples], sound[samples - BLEND:samples]
    for place in range(BLEND):
        share, at = (place + 1) / (BLEND + 1), samples - BLEND + place
        loop[at] = loop[at] * (1 - share) + before[place] * share
    return loop


def loudness(sound):
    """LUFS of one channel."""
    weighted = sox(sound, effects=" ".join(WEIGHTING).split())
    return -0.691 + 10 * math.log10(sum(value * value for value in weighted) / len(weighted))


def render(path):
    head, parts, sections = read(path)
    everything, beats = once(head, parts, sections)
    samples = round(float(beats) * 60 / float(head["tempo"]) * RATE)
    with tempfile.TemporaryDirectory() as folder:
        score, wav = Path(folder) / "score.mid", Path(folder) / "sound.wav"
        score.write_bytes(midi(head, everything, beats))
        # No chorus: it never repeats itself, and would be heard at the seam.
        subprocess.run(["fluidsynth", "-ni", "-q", "-C", "0", "-g", "0.3", "-r", str(RATE), "-O",
                        "float", "-F", str(wav), str(FONT), str(score)],
                       check=True, stdout=subprocess.DEVNULL)
        mixed = subprocess.run(["sox", "-V1", str(wav), "-t", "f32", "-c", "1", "-"],
                               stdout=subprocess.PIPE, check=True)
    loop = seamless(array("f", mixed.stdout), samples)
    gain = 10 ** ((LOUDNESS - loudness(loop)) / 20)
    peak = max(max(loop), -min(loop)) * gain
    if peak > PEAK:
        raise Mistake(f"at {LOUDNESS} LUFS its peak is {peak:.2f} of full scale: soften its drums")
    target = AUDIO / f"{path.stem}.ogg"
    sox(loop, "-C", "0", str(target), effects=["vol", f"{gain:.6f}"])
    print(f"{target.name}: {float(beats):g} beats, {samples / RATE:.3f} s, "
          f"peak {peak:.2f}, {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    if not FONT.exists():
        sys.exit(f"{FONT} is missing: apt install fluid-soundfont-gm")
    wanted = sys.argv[1:]
    for each in sorted((AUDIO / "scores").glob("*.score")):
        if wanted and each.stem not in wanted:
            continue
        try:
            render(each)
        except Mistake as mistake:
            sys.exit(f"{each}: {mistake}")
