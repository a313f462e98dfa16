using BootService.Core.Stored;

namespace BootService.Core.Inventories;

/// <summary>One change of the stored state: the whole new value of one thing, or its removal.</summary>
/// <remarks>Each case says what it does to the stored tables and to the state in memory; one that does not say does not compile.</remarks>
public abstract partial record Change
{
    private Change()
    {
    }

    /// <summary>Writes it to the stored tables.</summary>
    /// <param name="rows">Where rows are written to.</param>
    public abstract void Store(IRows rows);

    /// <summary>Makes it in the state in memory.</summary>
    internal abstract void Apply(InventoryBuilder next);

    /// <summary>A host's power was to be switched. It changes nothing that is stored and is there for the log of changes.</summary>
    public sealed record PowerSwitched(Hosts.HostName Name, Power.PowerCommand Command) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows)
        {
            // The log of changes, which comes with it, is all that is kept.
        }

        internal override void Apply(InventoryBuilder next)
        {
        }
    }

    /// <summary>The public keys of root of the frontend were read, or are gone. They are known while the daemon runs and never stored.</summary>
    /// <param name="Keys">One a line; null for none.</param>
    public sealed record FrontendKeysRead(string? Keys) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows)
        {
            // Another frontend has keys of its own.
        }

        internal override void Apply(InventoryBuilder next) => next.Know(Keys);
    }
}
