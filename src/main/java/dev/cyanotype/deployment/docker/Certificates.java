package dev.cyanotype.deployment.docker;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Those of a folder, under the names that Docker's own clients use.
final class Certificates {

  private Certificates() {}

  /// @param folder of `ca.pem`, `cert.pem` and `key.pem`
  /// @throws IOException naming the file that cannot be read
  static SSLContext context(Path folder) throws IOException {
    byte[] authorities = read(folder.resolve("ca.pem"));
    byte[] certificate = read(folder.resolve("cert.pem"));
    byte[] key = read(folder.resolve("key.pem"));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own(certificate, key), trusted(authorities), null);
      return context;
    } catch (Exception _) { // as Vert.x declares it
      throw new ExchangeException(
          "ca.pem, cert.pem and key.pem in %s are no certificates and key".formatted(folder));
    }
  }

  /// Vert.x reads each of the forms that keys are written in, the JDK one of them.
  private static KeyManager[] own(byte[] certificate, byte[] key) throws Exception {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(certificate))
        .setKeyValue(Buffer.buffer(key))
        .getKeyManagerFactory(null)
        .getKeyManagers();
  }

  private static TrustManager[] trusted(byte[] authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate one :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(authorities))) {
      store.setCertificateEntry("ca-" + store.size(), one);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      throw new ExchangeException("there is no %s; set DOCKER_CERT_PATH".formatted(file));
    } catch (IOException _) {
      throw new ExchangeException("%s cannot be read".formatted(file));
    }
  }
}
