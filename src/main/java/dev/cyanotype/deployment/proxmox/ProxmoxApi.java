package dev.cyanotype.deployment.proxmox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.deployment.EngineException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// The REST API of Proxmox VE under `/api2/json`, as its API viewer documents it, with an API
/// token. Calls block, at most for their time-out; answers are bounded.
final class ProxmoxApi implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ANSWER = 8 * 1024 * 1024;
  private static final int CONNECTIONS = 32;
  private static final int LEAST_REDACTED = 5;

  private final Vertx vertx;
  private final HttpClient client;
  private final ProxmoxConfig config;
  private final URI url;

  /// @param config that [ProxmoxConnection#problem] has nothing to say of
  ProxmoxApi(Vertx vertx, ProxmoxConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.url = config.url().orElseThrow();
    this.client =
        vertx.createHttpClient(
            ProxmoxConnection.options(config), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /// A path of segments, each of which may be anything.
  static String path(Object... segments) {
    return Stream.of(segments).map(one -> "/" + encoded(one)).collect(Collectors.joining());
  }

  private static String encoded(Object text) {
    return URLEncoder.encode(text.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(String path) {
    return get(path, Map.of());
  }

  JsonNode get(String path, Map<String, ?> query) {
    return call(HttpMethod.GET, path, query).data();
  }

  JsonNode post(String path, Map<String, ?> form) {
    return call(HttpMethod.POST, path, form).data();
  }

  JsonNode put(String path, Map<String, ?> form) {
    return call(HttpMethod.PUT, path, form).data();
  }

  Answer call(HttpMethod method, String path, Map<String, ?> parameters) {
    return call(method, path, parameters, config.requestTimeout());
  }

  Answer call(HttpMethod method, String path, Map<String, ?> parameters, Duration timeout) {
    AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
    Future<Answer> answer = send(method, path, parameters, timeout, sent);
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.failed("stopped while Proxmox VE was asked");
    } catch (TimeoutException e) {
      throw EngineException.unreachable(
          "Proxmox VE at %s gave no answer within %d ms".formatted(address(), timeout.toMillis()));
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      drop(sent.get(), answer);
    }
  }

  /// Sends it and waits for nothing.
  void tell(HttpMethod method, String path) {
    var unused = send(method, path, Map.of(), config.requestTimeout(), new AtomicReference<>());
  }

  private static void drop(HttpClientRequest request, Future<?> answer) {
    if (request != null && !answer.isComplete()) {
      request.reset();
    }
  }

  private Future<Answer> send(
      HttpMethod method,
      String path,
      Map<String, ?> parameters,
      Duration timeout,
      AtomicReference<HttpClientRequest> sent) {
    boolean hasForm = method == HttpMethod.POST || method == HttpMethod.PUT;
    String form = form(parameters);
    String target = url.getRawPath().replaceAll("/+$", "") + "/api2/json" + path;
    RequestOptions options =
        request(method, hasForm || form.isEmpty() ? target : target + "?" + form, timeout);
    if (hasForm) {
      options.putHeader("content-type", "application/x-www-form-urlencoded");
    }
    Promise<Answer> answer = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            _ ->
                client
                    .request(options)
                    .compose(
                        request -> {
                          sent.set(request);
                          return hasForm ? request.send(form) : request.send();
                        })
                    .compose(
                        response -> read(response).map(body -> answer(response, body, parameters)))
                    .onComplete(answer));
    return answer.future();
  }

  private RequestOptions request(HttpMethod method, String uri, Duration timeout) {
    return new RequestOptions()
        .setMethod(method)
        .setHost(url.getHost().replaceAll("[\\[\\]]", ""))
        .setPort(ProxmoxConnection.port(url))
        .setURI(uri)
        .setTimeout(timeout.toMillis())
        .setFollowRedirects(false)
        .putHeader("accept", "application/json")
        .putHeader(
            "authorization",
            "PVEAPIToken=%s=%s"
                .formatted(config.tokenId().orElseThrow(), config.tokenSecret().orElseThrow()));
  }

  private static String form(Map<String, ?> parameters) {
    return parameters.entrySet().stream()
        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static Future<Buffer> read(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    response.handler(
        part -> {
          if (read.length() + part.length() > LONGEST_ANSWER) {
            whole.tryFail(EngineException.failed("Proxmox VE's answer is longer than 8 MiB"));
            response.request().reset();
          } else {
            read.appendBuffer(part);
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(_ -> whole.tryComplete(read));
    return whole.future();
  }

  private Answer answer(HttpClientResponse response, Buffer body, Map<String, ?> parameters) {
    String reason = response.statusMessage() == null ? "" : response.statusMessage();
    try {
      JsonNode tree = JSON.readTree(redacted(body.toString(), parameters));
      if (tree.isObject() || response.statusCode() / 100 != 2) {
        JsonNode object = tree.isObject() ? tree : JSON.createObjectNode();
        return new Answer(response.statusCode(), redacted(reason, parameters), object);
      }
    } catch (JsonProcessingException e) {
      if (response.statusCode() >= 400) {
        return new Answer(
            response.statusCode(), redacted(reason, parameters), JSON.createObjectNode());
      }
    }
    throw EngineException.failed(
        "what answers at %s is not the API of Proxmox VE (status %d)"
            .formatted(address(), response.statusCode()));
  }

  /// Whatever the server repeats, no secret stands in it.
  private String redacted(String text, Map<String, ?> parameters) {
    String clean = text.replace(config.tokenSecret().orElseThrow(), "***");
    for (String name : new String[] {"password", "cipassword"}) {
      String value = parameters.containsKey(name) ? parameters.get(name).toString() : "";
      clean = value.length() < LEAST_REDACTED ? clean : clean.replace(value, "***");
    }
    return clean;
  }

  private EngineException failure(Throwable cause) {
    return switch (cause) {
      case EngineException known -> known;
      case SSLException _ -> EngineException.unreachable(ProxmoxConnection.untrusted(address()));
      case null, default ->
          EngineException.unreachable(
              "Proxmox VE at %s cannot be reached, or breaks off".formatted(address()));
    };
  }

  private String address() {
    return url.getHost() + ":" + ProxmoxConnection.port(url);
  }

  @Override
  public void close() {
    client.close();
  }
}
