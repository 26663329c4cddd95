package dev.cyanotype.deployment.proxmox;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How the server is reached, and whether enough is set for that.
final class ProxmoxConnection {

  private static final String PREFIX = "CYANOTYPE_DEPLOYMENT_PROXMOX_";
  private static final Pattern TOKEN_ID = Pattern.compile("[^@!\\s=]+@[^@!\\s=]+![^@!\\s=]+");
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private ProxmoxConnection() {}

  /// What has to be set, in the words of the settings; never a secret's value.
  static Optional<String> problem(ProxmoxConfig config) {
    if (config.url().isEmpty() || config.tokenId().isEmpty() || config.tokenSecret().isEmpty()) {
      return Optional.of(
          ("Proxmox VE is not configured: set %sURL, %<sTOKEN_ID and %<sTOKEN_SECRET,"
                  + " or name another engine; 'fake' simulates")
              .formatted(PREFIX));
    }
    return problemOfUrl(config.url().get())
        .or(() -> problemOfToken(config))
        .or(() -> config.tls().ca().flatMap(ProxmoxConnection::problemOfAuthority))
        .or(() -> config.tls().fingerprint().flatMap(ProxmoxConnection::problemOfFingerprint));
  }

  private static Optional<String> problemOfUrl(URI url) {
    boolean secure = "https".equals(url.getScheme());
    boolean near = "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
    return url.getHost() != null && url.getRawUserInfo() == null && (secure || near)
        ? Optional.empty()
        : Optional.of(PREFIX + "URL has to be like https://pve.example.org:8006");
  }

  private static Optional<String> problemOfToken(ProxmoxConfig config) {
    if (!TOKEN_ID.matcher(config.tokenId().orElseThrow()).matches()) {
      return Optional.of(PREFIX + "TOKEN_ID has to be like user@pve!name");
    }
    return SECRET.matcher(config.tokenSecret().orElseThrow()).matches()
        ? Optional.empty()
        : Optional.of(PREFIX + "TOKEN_SECRET is none: it has blanks or other signs in it");
  }

  private static Optional<String> problemOfAuthority(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()
          ? Optional.of(PREFIX + "TLS_CA has no certificate in it")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(PREFIX + "TLS_CA is a file that cannot be read: " + file);
    } catch (CertificateException e) {
      return Optional.of(PREFIX + "TLS_CA is no file of certificates in PEM: " + file);
    }
  }

  private static Optional<String> problemOfFingerprint(String fingerprint) {
    return PinnedCertificate.isFingerprint(fingerprint)
        ? Optional.empty()
        : Optional.of(PREFIX + "TLS_FINGERPRINT has to be 64 hexadecimal digits of a SHA-256");
  }

  /// A connection for each request: none is found closed by the server when it is taken again.
  static HttpClientOptions options(ProxmoxConfig config) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
            .setKeepAlive(false)
            .setSsl("https".equals(config.url().orElseThrow().getScheme()));
    config
        .tls()
        .ca()
        .ifPresent(ca -> options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
    config
        .tls()
        .fingerprint()
        .ifPresent(
            print ->
                options
                    .setTrustOptions(TrustOptions.wrap(new PinnedCertificate(print)))
                    .setVerifyHost(false));
    return config.tls().insecure() ? options.setTrustAll(true).setVerifyHost(false) : options;
  }

  static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equals(url.getScheme().toLowerCase(Locale.ROOT)) ? 443 : 80;
  }

  /// What to do where the server's certificate is not trusted.
  static String untrusted(String address) {
    return ("the certificate of %s is not trusted: name its authority's file in %sTLS_CA"
            + " (on a node /etc/pve/pve-root-ca.pem), or its SHA-256 in %<sTLS_FINGERPRINT")
        .formatted(address, PREFIX);
  }
}
