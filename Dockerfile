FROM python:3.11-slim
WORKDIR /srv/commonweal
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
ENV DJANGO_SETTINGS_MODULE=portal.settings.production VAR_DIR=/var/lib/commonweal PYTHONUNBUFFERED=1
RUN useradd --system commonweal && mkdir -p $VAR_DIR && chown commonweal $VAR_DIR
USER commonweal
CMD ["sh", "-c", "python manage.py migrate && python manage.py collectstatic --no-input && exec gunicorn portal.wsgi --bind 0.0.0.0:8000 --workers 2 --threads 4"]
