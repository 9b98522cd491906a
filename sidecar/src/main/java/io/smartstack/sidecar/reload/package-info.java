/**
 * Reload: notices that a configuration has changed on disk.
 *
 * <p>In: a configuration file's path. Out: each accepted new configuration, to whoever applies it.
 *
 * <p>Invariants: a file that is refused changes nothing and is said loudly, once per content; files
 * are compared by content, so that any way of replacing them works (rename, a ConfigMap's symbolic
 * links, file systems that send no events).
 */
@NullMarked
package io.smartstack.sidecar.reload;

import org.jspecify.annotations.NullMarked;
