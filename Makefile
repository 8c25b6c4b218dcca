.DEFAULT_GOAL := help
UV := $(or $(shell command -v uv),.tools/bin/uv)
.PHONY: help run test check lint types layers django translations test-sqlite test-postgres test-models test-spark test-s3 messages format
PYTHON := .venv/bin/python
# Without compiled files beside the modules every process would compile them anew: two thirds of its start.
unexport PYTHONDONTWRITEBYTECODE

help: ## Print these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 18

run: ## Install, migrate, load demo data and serve on http://127.0.0.1:8000
	@scripts/bootstrap run
	@$(PYTHON) manage.py start

test: ## Install everything the tests need and run the whole suite on SQLite
	@scripts/bootstrap test
	@$(MAKE) --no-print-directory test-sqlite

check: ## All that continuous integration runs
	@scripts/bootstrap test
	@$(MAKE) --no-print-directory lint types layers django translations test-sqlite test-postgres

lint: ## Format and lint
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .

types: ## Static types
	.venv/bin/mypy .

layers: ## Who may import whom
	.venv/bin/lint-imports

django: ## Migrations complete, system checks, checks for production
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py check --fail-level WARNING
	SECRET_KEY=$$(head -c 64 /dev/urandom | base64 -w0) BASE_URL=https://kund.example.com EMAIL_URL=smtp+tls://user:password@mail.example.com:587 \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

translations: ## Compile the translations
	.venv/bin/pybabel -q compile -d locale -D django

messages: ## Collect texts into locale/, sorted (needs gettext)
	$(PYTHON) manage.py makemessages -a --no-location --no-obsolete --no-wrap -i .venv -i .tools -i node_modules -i tests -i data -i bench
	@for file in locale/*/LC_MESSAGES/django.po; do msgattrib --clear-previous --sort-output --no-wrap $$file -o $$file || exit 1; done

test-sqlite: translations ## The suite on SQLite
	$(PYTHON) -m pytest -q -n auto -m "not browser and not processes"
	$(PYTHON) -m pytest -q -m "browser or processes"

test-postgres: translations ## The suite on a throw-away PostgreSQL
	$(PYTHON) -m pytest -q -n auto --postgres -m "not browser and not processes"

test-models: ## Random cost models against the slow version; MODELS=10000 for many
	MODELS=$(or $(MODELS),2000) $(PYTHON) -m pytest -q -n 0 tests/profitability/domain/test_random_models.py

test-spark: ## The statement of facts on Spark (needs Java 17 or later: apt-get install default-jre-headless)
	$(UV) run --inexact --extra spark python -m pytest -q -n 0 -rs tests/profitability/readers/test_engines.py

test-s3: ## Several machines over object storage, on a local S3
	$(UV) run --inexact --extra s3 --group s3-server python -m pytest -q -n 0 -rs tests/filestore

format: ## Format and mend what can be mended
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
