using BootService.Core.Attributes;

namespace BootService.Commands.Attributes;

/// <summary>Scopes as tables show them: Stacki 4.0's word and 1.0's letter.</summary>
internal static class ScopeNames
{
    public static string Word(AttributeScope scope) => scope switch
    {
        AttributeScope.Global => "global",
        AttributeScope.Os => "os",
        AttributeScope.Appliance => "appliance",
        AttributeScope.Environment => "environment",
        AttributeScope.Host => "host",
        _ => "intrinsic",
    };

    public static string Letter(AttributeScope scope) => scope switch
    {
        AttributeScope.Global => "G",
        AttributeScope.Os => "O",
        AttributeScope.Appliance => "A",
        AttributeScope.Environment => "E",
        AttributeScope.Host => "H",
        _ => "I",
    };
}
