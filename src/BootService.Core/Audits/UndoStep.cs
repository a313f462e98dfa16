using System.Text.Json.Serialization;
using BootService.Core.Attributes;
using BootService.Core.Hosts;

namespace BootService.Core.Audits;

/// <summary>One thing as it was before a change and as it was left.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(OfHost), "host")]
[JsonDerivedType(typeof(OfAttribute), "attribute")]
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

    /// <summary>An attribute; null where it was not set.</summary>
    public sealed record OfAttribute(AttributeOwner Owner, AttributeName Name, AttributeValue? Before, AttributeValue? After) : UndoStep;
}
