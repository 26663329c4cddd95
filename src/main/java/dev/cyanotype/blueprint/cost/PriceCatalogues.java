package dev.cyanotype.blueprint.cost;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The price catalogues that there are: the bundled ones, and those of the users' folder as it was
/// at start. A file that is no catalogue is refused by name, and the others serve.
@ApplicationScoped
public class PriceCatalogues {

  static final int MAX_FILES = 20;

  private static final Logger LOG = Logger.getLogger(PriceCatalogues.class);
  private static final int MAX_BYTES = 1024 * 1024;

  private final Optional<Path> dir;
  private final Map<String, PriceCatalogue> byId = new LinkedHashMap<>();
  private final List<RefusedCatalogue> refused = new ArrayList<>();

  PriceCatalogues(PricingConfig config) {
    dir = config.dir();
    PriceCatalogue.BUNDLED.forEach(catalogue -> byId.put(catalogue.id(), catalogue));
    dir.ifPresent(this::read);
  }

  /// Has the folder read, and what is wrong with it logged, before the first request.
  void start(@Observes StartupEvent event) {
    dir.ifPresent(
        folder ->
            LOG.infof(
                "Price catalogues: %s; refused files in %s: %d",
                String.join(", ", ids()), folder, refused.size()));
  }

  /// The bundled ones first.
  Collection<PriceCatalogue> all() {
    return List.copyOf(byId.values());
  }

  List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  Optional<PriceCatalogue> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<RefusedCatalogue> refused() {
    return List.copyOf(refused);
  }

  private void read(Path folder) {
    Map<String, String> fileOfId = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(PriceCatalogues::isYaml).sorted().forEach(file -> read(file, fileOfId));
    } catch (IOException e) {
      refuse(folder.getFileName().toString(), null, "the folder cannot be read: " + e);
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && name.matches(".+\\.ya?ml") && Files.isRegularFile(file);
  }

  private void read(Path path, Map<String, String> fileOfId) {
    String file = path.getFileName().toString();
    if (fileOfId.size() >= MAX_FILES) {
      refuse(file, null, "the folder has more than " + MAX_FILES + " catalogues");
      return;
    }
    try {
      switch (CatalogueReading.of(text(path))) {
        case CatalogueReading.Accepted accepted -> add(accepted.catalogue(), file, fileOfId);
        case CatalogueReading.Refused broken -> refuse(file, broken.line(), broken.reason());
      }
    } catch (CharacterCodingException _) {
      refuse(file, null, "the file is not UTF-8 text");
    } catch (IOException e) {
      refuse(file, null, "the file cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private void add(PriceCatalogue catalogue, String file, Map<String, String> fileOfId) {
    String earlier = fileOfId.putIfAbsent(catalogue.id(), file);
    if (earlier == null) {
      byId.put(catalogue.id(), catalogue);
    } else {
      refuse(file, null, "'" + catalogue.id() + "' is the id of " + earlier + " already");
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
  }

  private void refuse(String file, Integer line, String reason) {
    RefusedCatalogue broken = new RefusedCatalogue(file, line, reason);
    refused.add(broken);
    LOG.warnf("Price catalogue %s refused: %s", file, broken.problem());
  }
}
