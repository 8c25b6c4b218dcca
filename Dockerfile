# One image for web, worker and sweeper; compose.yaml and the Procfile say what each of them runs.
FROM python:3.13-slim-bookworm AS build
RUN pip install --no-cache-dir --disable-pip-version-check uv
WORKDIR /srv/kundverk
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --locked --no-dev --no-cache --compile-bytecode
COPY . .
RUN DATA_DIR=/tmp/build .venv/bin/python manage.py compile_texts \
    && DATA_DIR=/tmp/build .venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/build \
    && .venv/bin/python -m compileall -q accounts assessment crmstrategy filestore jobs portfolio profitability reports ui

FROM python:3.13-slim-bookworm
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends libgomp1 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
        postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/kundverk kundverk \
    && install -d -o kundverk -g kundverk /var/lib/kundverk
WORKDIR /srv/kundverk
COPY --from=build /srv/kundverk .
ENV PATH=/srv/kundverk/.venv/bin:$PATH DATA_DIR=/var/lib/kundverk PYTHONUNBUFFERED=1
USER kundverk
VOLUME /var/lib/kundverk
EXPOSE 8000
CMD ["gunicorn", "crmstrategy.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8"]
