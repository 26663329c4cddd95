package dev.cyanotype.conversation;

/// A message of which it is known what it is after.
sealed interface Asked permits Turn, DeploymentTurn {

  RecognizedIntent intent();
}
