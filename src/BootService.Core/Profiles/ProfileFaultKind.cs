namespace BootService.Core.Profiles;

/// <summary>What faults of profiles are about.</summary>
public enum ProfileFaultKind
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>A file that is not XML.</summary>
    Xml,

    /// <summary>An element that is not known where it stands.</summary>
    Element,

    /// <summary>An attribute of an element, missing, unknown or with a word that is not known.</summary>
    ElementAttribute,

    /// <summary>A condition that cannot be read.</summary>
    Condition,

    /// <summary>An attribute of the host that is not set.</summary>
    UndefinedAttribute,

    /// <summary>A node that is not there, or an order that contradicts itself.</summary>
    Graph,

    /// <summary>An include that is not there or cannot be read.</summary>
    Include,

    /// <summary>Code that was not run on the frontend.</summary>
    Run,
}
