package dev.cyanotype.blueprint.export;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a blueprint can be written as.
@RegisterForReflection
@Schema(name = "ExportFormat")
public enum Format {
  /// Docker Compose, in the format of the Compose Specification.
  COMPOSE("compose", "application/yaml", "compose.yaml"),
  /// Manifests of Kubernetes 1.27 or newer, one document each.
  KUBERNETES("kubernetes", "application/yaml", "kubernetes.yaml"),
  /// HCL for the providers bpg/proxmox and kreuzwerker/docker.
  TERRAFORM("terraform", "text/plain;charset=UTF-8", "tf"),
  /// A flowchart of the dependencies.
  MERMAID("mermaid", "text/vnd.mermaid;charset=UTF-8", "mmd"),
  /// A graph of the dependencies, for Graphviz.
  DOT("dot", "text/vnd.graphviz;charset=UTF-8", "dot"),
  /// The blueprint itself.
  YAML("yaml", "application/yaml", "yaml"),
  /// The blueprint itself.
  JSON("json", "application/json", "json");

  private final String id;
  private final String mediaType;
  private final String suffix;

  Format(String id, String mediaType, String suffix) {
    this.id = id;
    this.mediaType = mediaType;
    this.suffix = suffix;
  }

  @JsonValue
  public String id() {
    return id;
  }

  public String mediaType() {
    return mediaType;
  }

  public String suffix() {
    return suffix;
  }

  public static Optional<Format> of(String id) {
    return Arrays.stream(values()).filter(format -> format.id.equals(id)).findFirst();
  }
}
