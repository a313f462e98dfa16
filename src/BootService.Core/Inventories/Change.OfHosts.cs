using BootService.Core.Attributes;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Stored;

namespace BootService.Core.Inventories;

/// <summary>Changes of hosts and what belongs to them.</summary>
public abstract partial record Change
{
    /// <summary>A host was added or changed, its interfaces among it.</summary>
    public sealed record HostSet(Host Host) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(HostTables.Hosts, Host);

        internal override void Apply(InventoryBuilder next) => next.Set(Host);
    }

    /// <summary>A host was removed; its attributes and attempts go with it.</summary>
    public sealed record HostRemoved(HostName Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows)
        {
            rows.Remove(HostTables.Hosts, Name);
            rows.Remove(HostTables.Attributes, AttributeScope.Host, Name.ToString());
        }

        internal override void Apply(InventoryBuilder next) => next.Remove(Name);
    }

    /// <summary>An attribute was set.</summary>
    public sealed record AttributeWritten(AttributeOwner Owner, AttributeName Name, AttributeValue Value) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(HostTables.Attributes, this);

        internal override void Apply(InventoryBuilder next) => next.Gather(this);
    }

    /// <summary>An attribute was removed.</summary>
    public sealed record AttributeRemoved(AttributeOwner Owner, AttributeName Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(HostTables.Attributes, Owner.Scope, Owner.Target, Name);

        internal override void Apply(InventoryBuilder next) => next.Remove(Owner, Name);
    }

    /// <summary>A group was added; hosts say themselves which they are in.</summary>
    public sealed record GroupSet(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(HostTables.Groups, Name);

        internal override void Apply(InventoryBuilder next) => next.Groups.Add(Name);
    }

    /// <summary>A group was removed, which no host is in any more.</summary>
    public sealed record GroupRemoved(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Remove(HostTables.Groups, Name);

        internal override void Apply(InventoryBuilder next) => next.Groups.Remove(Name);
    }

    /// <summary>An environment was added; hosts say themselves which they are of.</summary>
    public sealed record EnvironmentAdded(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows) => rows.Put(HostTables.Environments, Name);

        internal override void Apply(InventoryBuilder next) => next.AddedEnvironments.Add(Name);
    }

    /// <summary>An environment was removed, which no host is of any more; its attributes go with it.</summary>
    public sealed record EnvironmentRemoved(string Name) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows)
        {
            rows.Remove(HostTables.Environments, Name);
            rows.Remove(HostTables.Attributes, AttributeScope.Environment, Name);
        }

        internal override void Apply(InventoryBuilder next)
        {
            next.AddedEnvironments.Remove(Name);
            next.Remove(new AttributeOwner(AttributeScope.Environment, Name));
        }
    }

    /// <summary>An attempt was armed or went on. The newest attempt of a host takes the older ones' place.</summary>
    /// <param name="Attempt">Its new value.</param>
    /// <param name="Profile">What it installs from, once, when it is armed; null afterwards. It is kept beside the attempt and never in the inventory.</param>
    public sealed record AttemptSet(InstallAttempt Attempt, FrozenProfile? Profile = null) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows)
        {
            rows.Put(InstallTables.Attempts, Attempt);
            rows.Put(InstallTables.Counters, new StoredCounter(StoredCounter.Attempts, Attempt.Id));
            if (Profile is { } frozen)
            {
                foreach (var answer in frozen.Answers)
                {
                    rows.Keep(Attempt.Id, answer);
                }

                rows.Trim(InstallTables.Attempts, Attempt.Host);
            }
        }

        internal override void Apply(InventoryBuilder next) => next.Set(Attempt);
    }

    /// <summary>
    /// The highest number an attempt ever had, which outlives the attempt: numbers must not come round again. To store it always writes, also where it is the
    /// same: whoever tries whether the database takes a change is answered by this.
    /// </summary>
    public sealed record AttemptCounted(long Last) : Change
    {
        /// <inheritdoc/>
        public override void Store(IRows rows)
        {
            rows.Put(InstallTables.Counters, new StoredCounter(StoredCounter.Attempts, Last));

            // A row that is put again as it is touches no page, and a full disk would take it.
            rows.Remove(InstallTables.Counters, StoredCounter.Trial);
            rows.Put(InstallTables.Counters, new StoredCounter(StoredCounter.Trial, Last));
        }

        internal override void Apply(InventoryBuilder next) => next.Count(Last);
    }
}
