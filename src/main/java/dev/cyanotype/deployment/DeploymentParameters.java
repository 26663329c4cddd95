package dev.cyanotype.deployment;

import jakarta.ws.rs.QueryParam;

/// What the address of a request to deploy says.
public class DeploymentParameters extends DestructionParameters {

  @QueryParam("version")
  String version;

  @Override
  String version() {
    return version;
  }
}
