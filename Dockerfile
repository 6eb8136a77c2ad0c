# Four stages: the pages, the wheel, the packages, and what runs. See docs/container.md.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS tools
WORKDIR /build
COPY requirements/ requirements/
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements/build.txt

FROM tools AS pages
COPY build_hook.py ./
COPY frontend/ frontend/
COPY src/daicho/foundation/sentences/ src/daicho/foundation/sentences/
RUN python -c "import build_hook; build_hook.build_pages()"

FROM tools AS wheel
COPY pyproject.toml README.md LICENSE build_hook.py ./
COPY migrations/ migrations/
COPY src/ src/
COPY --from=pages /build/src/daicho/web/ src/daicho/web/
RUN DAICHO_SKIP_FRONTEND=1 hatchling build --target wheel --directory /wheels

FROM python:${PYTHON}-slim AS packages
COPY requirements/run.txt /build/
RUN python -m venv /opt/daicho \
 && /opt/daicho/bin/pip install --no-cache-dir --require-hashes --no-deps -r /build/run.txt
COPY --from=wheel /wheels/ /wheels/
RUN /opt/daicho/bin/pip install --no-cache-dir --no-index --no-deps /wheels/*.whl

FROM python:${PYTHON}-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/daicho --create-home daicho
COPY --from=packages /opt/daicho/ /opt/daicho/
COPY scripts/healthcheck.py /opt/daicho/healthcheck.py
ENV PATH=/opt/daicho/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DAICHO_DATA_DIR=/var/lib/daicho \
    DAICHO_HOST=0.0.0.0 \
    DAICHO_PORT=8000
USER daicho
WORKDIR /var/lib/daicho
VOLUME /var/lib/daicho
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "/opt/daicho/healthcheck.py"]
CMD ["sh", "-c", "daicho migrate && exec daicho serve"]
