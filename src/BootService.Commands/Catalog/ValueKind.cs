namespace BootService.Commands.Catalog;

/// <summary>What an argument or a parameter means: decides how it is checked, completed and described.</summary>
public enum ValueKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A whole number, 0 upward.</summary>
    Number,

    /// <summary>One of the declared words.</summary>
    Choice,

    /// <summary>Words that name hosts in any of the ways of a host pattern.</summary>
    Hosts,

    /// <summary>The name of a host that does not exist yet.</summary>
    NewHost,

    /// <summary>The name of an attribute.</summary>
    Attribute,

    /// <summary>The name of an appliance.</summary>
    Appliance,

    /// <summary>The name of a network.</summary>
    Network,

    /// <summary>The name of a pallet; <c>*</c>, <c>?</c> and <c>%</c> match.</summary>
    Pallet,

    /// <summary>The name of a cart.</summary>
    Cart,

    /// <summary>The name of a box.</summary>
    Box,

    /// <summary>The name of a boot action.</summary>
    BootAction,

    /// <summary>The name of a group.</summary>
    Group,

    /// <summary>The name of a group that does not exist yet.</summary>
    NewGroup,

    /// <summary>The device name of an interface.</summary>
    Interface,

    /// <summary>An IPv4 address.</summary>
    Address,

    /// <summary>A hardware address.</summary>
    Mac,

    /// <summary>A rack or a place in one: a number or a word.</summary>
    Place,

    /// <summary>A file or directory of the frontend.</summary>
    Path,
}
