package dev.cyanotype.deployment.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/// Over TCP, with TLS where there are certificates.
final class TcpTransport implements Transport {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final DockerAddress.Tcp address;
  private final HttpClient client;

  /// @throws IOException where the certificates cannot be read
  TcpTransport(DockerAddress.Tcp address) throws IOException {
    this.address = address;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    if (address.certificates().isPresent()) {
      builder.sslContext(Certificates.context(address.certificates().get()));
    }
    client = builder.build();
  }

  @Override
  public <T> T exchange(Call call, AnswerReader<T> reader) throws IOException {
    HttpResponse<InputStream> response = send(call);
    try (InputStream body = response.body();
        Deadline deadline = Deadline.of(call.timeout(), body)) {
      try {
        return reader.read(response.statusCode(), body);
      } catch (IOException e) {
        throw deadline.told(e);
      }
    }
  }

  private HttpResponse<InputStream> send(Call call) throws IOException {
    try {
      return client.send(request(call), BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException _) {
      throw new ExchangeException("did not answer in " + call.timeout().toSeconds() + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private HttpRequest request(Call call) {
    return HttpRequest.newBuilder(address.uri(call.target()))
        .method(call.method(), BodyPublishers.ofByteArray(call.body()))
        .header("Content-Type", call.contentType())
        .timeout(call.timeout())
        .build();
  }
}
