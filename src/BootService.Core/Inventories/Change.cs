using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Networks;
using BootService.Core.Pallets;

namespace BootService.Core.Inventories;

/// <summary>One change of the stored state: the whole new value of one thing, or its removal.</summary>
public abstract record Change
{
    private Change()
    {
    }

    /// <summary>A network was added or changed.</summary>
    public sealed record NetworkSet(Network Network) : Change;

    /// <summary>A network was removed.</summary>
    public sealed record NetworkRemoved(string Name) : Change;

    /// <summary>An appliance was added or changed.</summary>
    public sealed record ApplianceSet(Appliance Appliance) : Change;

    /// <summary>An appliance was removed.</summary>
    public sealed record ApplianceRemoved(string Name) : Change;

    /// <summary>A host was added or changed, its interfaces among it.</summary>
    public sealed record HostSet(Host Host) : Change;

    /// <summary>A host was removed; its attributes and attempts go with it.</summary>
    public sealed record HostRemoved(HostName Name) : Change;

    /// <summary>An attribute was set.</summary>
    public sealed record AttributeWritten(AttributeOwner Owner, AttributeName Name, AttributeValue Value) : Change;

    /// <summary>An attribute was removed.</summary>
    public sealed record AttributeRemoved(AttributeOwner Owner, AttributeName Name) : Change;

    /// <summary>A pallet was added, enabled or disabled.</summary>
    public sealed record PalletSet(Pallet Pallet) : Change;

    /// <summary>A pallet was removed.</summary>
    public sealed record PalletRemoved(PalletKey Key) : Change;

    /// <summary>A boot action was added, or takes the place of a built-in one.</summary>
    public sealed record BootEntrySet(BootEntry Entry) : Change;

    /// <summary>A boot action was removed; a built-in one of the same key is back.</summary>
    public sealed record BootEntryRemoved(BootEntryKey Key) : Change;

    /// <summary>A group was added; hosts say themselves which they are in.</summary>
    public sealed record GroupSet(string Name) : Change;

    /// <summary>A group was removed, which no host is in any more.</summary>
    public sealed record GroupRemoved(string Name) : Change;

    /// <summary>A cart was added, enabled or disabled.</summary>
    public sealed record CartSet(Cart Cart) : Change;

    /// <summary>A cart was removed.</summary>
    public sealed record CartRemoved(string Name) : Change;

    /// <summary>A box was added.</summary>
    public sealed record BoxAdded(string Name) : Change;

    /// <summary>A box was removed.</summary>
    public sealed record BoxRemoved(string Name) : Change;

    /// <summary>An attempt was armed or went on. The newest attempt of a host takes the older ones' place.</summary>
    /// <param name="Attempt">Its new value.</param>
    /// <param name="Profile">What it installs from, once, when it is armed; null afterwards. It is kept beside the attempt and never in the inventory.</param>
    public sealed record AttemptSet(InstallAttempt Attempt, FrozenProfile? Profile = null) : Change;

    /// <summary>The highest number an attempt ever had, which outlives the attempt: numbers must not come round again.</summary>
    public sealed record AttemptCounted(long Last) : Change;

    /// <summary>A token was added.</summary>
    public sealed record TokenSet(Access.ApiToken Token) : Change;

    /// <summary>A token was removed.</summary>
    public sealed record TokenRemoved(string Name) : Change;

    /// <summary>A host's power was to be switched. It changes nothing that is stored and is there for the log of changes.</summary>
    public sealed record PowerSwitched(HostName Name, Power.PowerCommand Command) : Change;

    /// <summary>The public keys of root of the frontend were read, or are gone. They are known while the daemon runs and never stored.</summary>
    /// <param name="Keys">One a line; null for none.</param>
    public sealed record FrontendKeysRead(string? Keys) : Change;

    /// <summary>What the changes before it changed was written down. It is kept in the log of changes and never in the inventory.</summary>
    public sealed record Audited(Audits.AuditRecord Record) : Change;
}
