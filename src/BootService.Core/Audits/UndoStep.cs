using System.Collections.Immutable;
using System.Text.Json.Serialization;
using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Core.Audits;

/// <summary>One thing as it was before a change and as it was left.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(OfHost), "host")]
[JsonDerivedType(typeof(OfAttributes), "attributes")]
public abstract record UndoStep
{
    private UndoStep()
    {
    }

    /// <summary>A host; null where it was not there.</summary>
    public sealed record OfHost(HostName Name, Host? Before, Host? After) : UndoStep
    {
        /// <summary>The newest attempt of a host that was removed; null when it had none.</summary>
        public Installs.InstallAttempt? Attempt { get; init; }
    }

    /// <summary>Attributes of one owner.</summary>
    public sealed record OfAttributes(AttributeOwner Owner, ImmutableArray<AttributeDifference> Values) : UndoStep
    {
        /// <summary>Two steps are equal when their values are.</summary>
        public bool Equals(OfAttributes? other) => other is not null && Owner == other.Owner && Values.SequenceEqual(other.Values);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Owner, Values.Length);
    }
}
