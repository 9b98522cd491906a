/**
 * The operator as a whole: installed by the chart, under its own rights, with real sidecars, a real
 * HAProxy and a real ZooKeeper where what they do matters.
 */
@NullMarked
package io.smartstack.operator.whole;

import org.jspecify.annotations.NullMarked;
