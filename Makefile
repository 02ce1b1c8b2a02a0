# De opdrachten van deze site. `make` toont ze.
# Wat de omgeving over een andere Python zegt, telt hier niet.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV CONDA_PREFIX DJANGO_SETTINGS_MODULE
export PYTHONUNBUFFERED = 1

PYTHON = python3
VENV_BIN = .venv/bin
VENV_PYTHON = $(VENV_BIN)/python
ANY_PYTHON = $(firstword $(wildcard $(VENV_PYTHON)) $(PYTHON))
# Zonder make gelden de instellingen van productie.
HERE = DJANGO_SETTINGS_MODULE=platform_site.settings.development $(VENV_PYTHON)
BOOTSTRAP = @command -v $(PYTHON) >/dev/null || { echo "Python 3.11 of nieuwer is nodig, en $(PYTHON) is hier niet te vinden." >&2; exit 1; }; \
	$(PYTHON) -I platform_site/bootstrap.py
LOCK = $(VENV_PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run dev test lint check format bench lock stop reset

help:
	@echo "make run     zet alles klaar en start de site op http://127.0.0.1:8000 (PORT=8080 make run: andere poort)"
	@echo "make dev     hetzelfde voor wie de site maakt: toont fouten en begint opnieuw als een bestand verandert"
	@echo "make test    alle tests (make test ARGS=tests/news: een deel)"
	@echo "make lint    de stijl van code, templates, css en js, en wat make check ziet"
	@echo "make check   of namen bestaan en aanroepen passen"
	@echo "make format  zet code in die stijl"
	@echo "make bench   hoe snel de site is (de eerste keer een kwartier; make bench ARGS=pages: een deel)"
	@echo "make lock    legt de versies uit pyproject.toml vast (make lock UV=--upgrade: nieuwste versies)"
	@echo "make stop    stopt de database"
	@echo "make reset   verwijdert de database en var/"

run:
	$(BOOTSTRAP)
	@$(HERE) manage.py serve

dev:
	$(BOOTSTRAP)
	@$(HERE) manage.py serve --dev

test:
	$(BOOTSTRAP) --dev
	@$(VENV_PYTHON) -m pytest $(ARGS)

check:
	$(BOOTSTRAP) --dev
	@$(VENV_BIN)/pyrefly check --output-format min-text

lint: check
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m djlint --lint templates
	@$(VENV_BIN)/djangofmt --quiet --check templates
	@$(VENV_BIN)/oxfmt --check static

format:
	$(BOOTSTRAP) --dev
	@$(VENV_PYTHON) -m ruff check --quiet --fix .
	@$(VENV_PYTHON) -m ruff format .
	@$(VENV_BIN)/djangofmt --quiet templates
	@$(VENV_BIN)/oxfmt static

bench:
	$(BOOTSTRAP)
	@$(HERE) manage.py bench $(ARGS)

lock:
	$(BOOTSTRAP) --dev
	@$(LOCK) $(UV) --output-file requirements.txt
	@$(LOCK) $(UV) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@echo "Vastgelegd in requirements.txt en requirements-dev.txt."

stop:
	@$(ANY_PYTHON) -m platform_site.embedded_postgres stop

reset:
	@$(ANY_PYTHON) -m platform_site.embedded_postgres destroy
	@rm -rf var
	@echo "var/ is verwijderd. Met make run begin je opnieuw."
