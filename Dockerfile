# docker build -t mtqa . && docker run --rm -v "$PWD:/work" --user "$(id -u):$(id -g)" mtqa gate hypothesis -s source
FROM python:3.12-slim
COPY pyproject.toml README.md LICENSE /mtqa/
COPY mtqa /mtqa/mtqa
RUN python -m pip install --no-cache-dir /mtqa && rm -r /mtqa
USER nobody
WORKDIR /work
ENTRYPOINT ["mtqa"]
CMD ["--help"]
