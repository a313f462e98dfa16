namespace BootService.Core.Attributes;

/// <summary>Where an attribute is set, weakest first: a later scope wins over an earlier one (docs/stacki.md).</summary>
public enum AttributeScope
{
    /// <summary>Everything.</summary>
    Global,

    /// <summary>Hosts of one operating system.</summary>
    Os,

    /// <summary>Hosts of one appliance.</summary>
    Appliance,

    /// <summary>Hosts of one environment.</summary>
    Environment,

    /// <summary>One host.</summary>
    Host,

    /// <summary>Computed by the appliance; read-only and stronger than all.</summary>
    Intrinsic,
}

/// <summary>What an attribute is set on.</summary>
/// <param name="Scope">The scope; never <see cref="AttributeScope.Intrinsic"/>, which is not stored.</param>
/// <param name="Target">The os, appliance, environment or host; empty for the global scope.</param>
public readonly record struct AttributeOwner(AttributeScope Scope, string Target)
{
    /// <summary>The global scope.</summary>
    public static AttributeOwner Global => new(AttributeScope.Global, string.Empty);

    /// <summary>One host.</summary>
    public static AttributeOwner Of(Hosts.HostName host) => new(AttributeScope.Host, host.ToString());
}
