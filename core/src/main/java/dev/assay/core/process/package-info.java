/// Child processes: started with a deadline, killed with all they started, explained when they die.
package dev.assay.core.process;
