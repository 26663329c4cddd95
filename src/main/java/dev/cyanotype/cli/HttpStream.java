package dev.cyanotype.cli;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An answer that comes over HTTP as server-sent events.
final class HttpStream implements AnswerStream {

  private static final int MAX_REFUSAL_BYTES = 64 * 1024;

  private final HttpCalls calls;
  private final CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> response;
  private final EventReader reader;
  private final SseParser parser;
  private final Mailbox<List<ByteBuffer>> reads = new Mailbox<>(HttpStream::cut);
  private final Queue<Received> ready = new ArrayDeque<>();
  private boolean begun;
  private boolean ended;

  HttpStream(
      HttpCalls calls,
      CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> response,
      EventReader reader) {
    this.calls = calls;
    this.response = response;
    this.reader = reader;
    this.parser = new SseParser(line -> calls.trace().say("line", line));
  }

  @Override
  public Optional<Received> next() {
    if (!begun) {
      begin();
    }
    while (ready.isEmpty() && !ended) {
      read();
    }
    return Optional.ofNullable(ready.poll());
  }

  private void begin() {
    begun = true;
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> head = head();
    calls.trace().say("status", head.statusCode());
    calls.trace().say("response headers", head.headers().map());
    head.body().subscribe(reads);
    if (head.statusCode() != 200) {
      throw Problems.refusal(head.statusCode(), head.headers(), refusal());
    }
    String type = head.headers().firstValue("Content-Type").orElse("no content type");
    if (!type.startsWith("text/event-stream")) {
      reads.stop();
      throw new ClientException(
          "%s answers with %s and not with a stream; does --url name the right server?"
              .formatted(calls.base(), type));
    }
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> head() {
    try {
      return calls.patience().isZero()
          ? response.get()
          : response.get(calls.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw calls.failure(e.getCause());
    } catch (TimeoutException _) {
      stop();
      throw new ClientException(
          "%s did not answer within %d s.".formatted(calls.base(), calls.patience().toSeconds()));
    } catch (CancellationException _) {
      throw new StoppedException();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  private String refusal() {
    StringBuilder body = new StringBuilder();
    Optional<List<ByteBuffer>> read = reads.next(calls.patience());
    while (read.isPresent() && body.length() < MAX_REFUSAL_BYTES) {
      read.get().forEach(bytes -> body.append(StandardCharsets.UTF_8.decode(bytes)));
      read = reads.next(calls.patience());
    }
    return body.toString();
  }

  private void read() {
    Optional<List<ByteBuffer>> read = reads.next(calls.patience());
    ended = read.isEmpty();
    read.ifPresentOrElse(buffers -> buffers.forEach(this::take), () -> add(reader.end()));
  }

  private void take(ByteBuffer bytes) {
    calls.trace().say("chunk", bytes.remaining() + " bytes");
    parser.feed(bytes).forEach(frame -> add(reader.read(frame)));
  }

  private void add(List<Received> events) {
    events.forEach(calls.trace()::received);
    ready.addAll(events);
  }

  private static ClientException cut(Throwable failure) {
    String reason = failure.getMessage();
    return new ClientException(
        "The connection was cut before the end of the answer"
            + (reason == null ? "." : ": " + reason));
  }

  @Override
  public void stop() {
    reads.stop();
    response.cancel(true);
  }
}
