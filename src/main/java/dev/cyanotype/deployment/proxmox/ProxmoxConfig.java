package dev.cyanotype.deployment.proxmox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where Proxmox VE is, and what guests are made of there.
@ConfigMapping(prefix = "cyanotype.deployment.proxmox")
public interface ProxmoxConfig {

  /// Such as `https://pve.example.org:8006`; `http` for loopback addresses only.
  Optional<URI> url();

  /// `user@realm!name`.
  Optional<String> tokenId();

  /// The UUID that Proxmox VE shows once.
  Optional<String> tokenSecret();

  /// Where guests are made; without it, where the most memory is free.
  Optional<String> node();

  /// That holds the guests' disks.
  @WithDefault("local-lvm")
  String storage();

  /// That guests are on where their network names none.
  @WithDefault("vmbr0")
  String bridge();

  /// Name or id of the template that a VM is cloned from where its specs name none.
  Optional<String> vmTemplate();

  /// File of the template that a container is made from where its specs name none.
  Optional<String> containerTemplate();

  /// Of those who may log in to what is made, one to a line.
  Optional<String> sshPublicKeys();

  Tls tls();

  @WithDefault("5s")
  Duration connectTimeout();

  /// Of one answer.
  @WithDefault("30s")
  Duration requestTimeout();

  /// Of one task, such as cloning a disk.
  @WithDefault("15m")
  Duration taskTimeout();

  /// The longest time between two looks at a task.
  @WithDefault("2s")
  Duration pollInterval();

  /// That a guest has to shut down, before it is stopped.
  @WithDefault("60s")
  Duration shutdownTimeout();

  /// How the server proves who it is; by Java's own authorities where nothing is set.
  interface Tls {

    /// PEM file of the authority, on a node `/etc/pve/pve-root-ca.pem`.
    Optional<Path> ca();

    /// SHA-256 of the server's own certificate, in place of an authority.
    Optional<String> fingerprint();

    /// Takes whoever answers for the server.
    @WithDefault("false")
    boolean insecure();
  }
}
