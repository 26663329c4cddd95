package dev.cyanotype.deployment.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.deployment.EngineException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A server with a certificate of an authority that nobody knows, as Proxmox VE comes with.
@Execution(ExecutionMode.CONCURRENT)
class ProxmoxTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;

  private static Vertx vertx;
  private static TestingProxmox proxmox;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    keytool("-genkeypair", "-alias", "ca", "-dname", "CN=PVE", "-ext", "bc:c", "-keyalg", "EC");
    keytool(
        "-genkeypair",
        "-alias",
        "node",
        "-dname",
        "CN=pve1",
        "-keyalg",
        "EC",
        "-signer",
        "ca",
        "-ext",
        "san=dns:localhost");
    keytool("-exportcert", "-alias", "ca", "-file", at("ca.pem"), "-rfc");
    vertx = Vertx.vertx();
    proxmox =
        new TestingProxmox(
            vertx,
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PfxOptions()
                        .setPath(at("keys.p12"))
                        .setPassword(PASSWORD)
                        .setAlias("node")));
  }

  @AfterAll
  static void stop() {
    proxmox.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static String at(String file) {
    return folder.resolve(file).toString();
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", at("keys.p12"), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read("keytool.log")).isZero();
  }

  private static String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Why nothing could be asked; empty where that worked.
  private static Optional<String> problem(String host, String... settings) {
    ProxmoxEngine engine =
        new ProxmoxEngine(
            TestingProxmoxConfig.at("https://%s:%d".formatted(host, proxmox.port()), settings),
            vertx,
            _ -> Optional.empty());
    try {
      engine.actual("3f0c1b52-0d5f-4f0e-9a52-3a5d7f2f9d11");
      return Optional.empty();
    } catch (EngineException e) {
      assertThat(e.kind()).isEqualTo(EngineException.Kind.UNREACHABLE);
      return Optional.of(e.getMessage());
    } finally {
      engine.close();
    }
  }

  @BeforeEach
  void forget() {
    proxmox.requests.clear();
  }

  @Test
  void unknownAuthorityIsRefusedByDefault() {
    assertThat(problem("localhost"))
        .hasValueSatisfying(
            why -> assertThat(why).contains("is not trusted", "_TLS_CA", "_TLS_FINGERPRINT"));
    assertThat(proxmox.requests).as("no token was shown").isEmpty();
  }

  @Test
  void ownAuthorityIsTrusted() {
    assertThat(problem("localhost", "tls.ca", at("ca.pem"))).isEmpty();
  }

  @Test
  void certificateOfAnotherHostIsRefused() {
    assertThat(problem("127.0.0.1", "tls.ca", at("ca.pem")))
        .hasValueSatisfying(why -> assertThat(why).contains("is not trusted"));
  }

  @Test
  void pinnedCertificateIsTrustedAndNoOther() throws GeneralSecurityException, IOException {
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded());
    String right = HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256);

    assertThat(problem("127.0.0.1", "tls.fingerprint", right)).isEmpty();
    assertThat(problem("127.0.0.1", "tls.fingerprint", "00".repeat(32)))
        .hasValueSatisfying(why -> assertThat(why).contains("is not trusted"));
  }

  private static java.security.cert.Certificate certificate()
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys.getCertificate("node");
  }

  @Test
  void anybodyIsTrustedWhereThatIsSet() {
    assertThat(problem("127.0.0.1", "tls.insecure", "true")).isEmpty();
  }

  @Test
  void authorityWithoutACertificateIsTold() {
    assertThat(problem("localhost", "tls.ca", at("keytool.log")))
        .hasValueSatisfying(why -> assertThat(why).contains("_TLS_CA"));
  }
}
