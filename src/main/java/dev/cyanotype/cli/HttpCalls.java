package dev.cyanotype.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/// The calls to one server. Redirects are not followed: they would carry the key elsewhere.
///
/// @param client made before the question, so that its time is not measured with the answer's
/// @param base without `/` at its end
/// @param apiKey sent as bearer token
/// @param patience for the answer's beginning and between two reads; zero for endless
record HttpCalls(
    HttpClient client, URI base, Optional<String> apiKey, Duration patience, Trace trace) {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  HttpCalls(URI base, Optional<String> apiKey, Duration patience, Trace trace) {
    this(newClient(), base, apiKey, patience, trace);
  }

  private static HttpClient newClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }

  HttpStream stream(String path, JsonNode body, EventReader reader) {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    trace(request);
    trace.json("payload", body);
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> response =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
    return new HttpStream(this, response, reader);
  }

  JsonNode get(String path) {
    HttpRequest.Builder builder = request(path).header("Accept", "application/json");
    HttpRequest request = (patience.isZero() ? builder : builder.timeout(patience)).build();
    trace(request);
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      trace.say("status", response.statusCode());
      trace.say("body", response.body());
      if (response.statusCode() != 200) {
        throw Problems.refusal(response.statusCode(), response.headers(), response.body());
      }
      return Json.parse(response.body());
    } catch (JsonProcessingException e) {
      throw new ClientException(
          "The answer of %s is not JSON; does --url name a Cyanotype service?".formatted(base));
    } catch (IOException e) {
      throw failure(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    apiKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  private void trace(HttpRequest request) {
    trace.say("request", request.method() + " " + request.uri());
    trace.say("request headers", request.headers().map());
  }

  ClientException failure(Throwable cause) {
    return switch (cause) {
      case ClientException told -> told;
      case HttpConnectTimeoutException _ ->
          new ClientException(
              "%s cannot be reached within %d s.".formatted(base, CONNECT_TIMEOUT.toSeconds()));
      case ConnectException e when e.getCause() instanceof UnknownHostException ->
          new ClientException("There is no host '%s'.".formatted(base.getHost()));
      case ConnectException e when isUnresolved(e) ->
          new ClientException("There is no host '%s'.".formatted(base.getHost()));
      case ConnectException _ ->
          new ClientException("Cannot connect to %s. Does the service run there?".formatted(base));
      default ->
          new ClientException("The call to %s failed: %s".formatted(base, cause.getMessage()));
    };
  }

  private static boolean isUnresolved(ConnectException e) {
    return e.getCause() instanceof java.nio.channels.UnresolvedAddressException
        || (e.getCause() != null
            && e.getCause().getCause() instanceof java.nio.channels.UnresolvedAddressException);
  }
}
