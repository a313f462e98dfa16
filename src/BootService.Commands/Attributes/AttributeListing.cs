using BootService.Core.Attributes;

namespace BootService.Commands.Attributes;

/// <summary>Lists what is set at one scope, as it is stored: nothing is resolved.</summary>
internal static class AttributeListing
{
    /// <summary>The columns behind that of the owner.</summary>
    public const string Columns = ", scope, attr, value?, source, +type";

    public static async Task RunAsync(CommandCall call, AttributeScope scope, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var wanted = new AttributeFilter(call.Find("attr"));
        var word = ScopeNames.Word(scope);
        call.KeptTable();
        foreach (var owner in AttributeOwners.ToList(call, inventory, scope))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var entry in inventory.AttributesOn(owner))
            {
                if (wanted.Accepts(entry.Name))
                {
                    await call.Output.RowAsync(
                        owner.Target, word, entry.Name.ToString(), Shown(entry.Value), ScopeNames.Letter(scope), Type(entry.Value, scope));
                }
            }
        }
    }

    /// <summary>Stacki 5's word for what was set and can be seen.</summary>
    public const string Variable = "var";

    /// <summary>Stacki 5's word for what an attribute is: set (<c>var</c>), a secret (<c>shadow</c>), or computed (<c>const</c>).</summary>
    public static string Type(AttributeValue value, AttributeScope scope) => value.Shadow ? "shadow" : scope is AttributeScope.Intrinsic ? "const" : Variable;

    /// <summary>Whether <c>var=</c>, <c>const=</c> and <c>shadow=</c> let an attribute be listed.</summary>
    public static bool IsWanted(CommandCall call, string type) => call.Flag(type, otherwise: true);

    /// <summary>A value as a table may show it: of a secret, nothing.</summary>
    public static string? Shown(AttributeValue value) => value.Shadow ? null : value.Text;

    /// <summary>When a value was set, UTC to the second; nothing for a computed one.</summary>
    public static string? Since(AttributeValue value) => value.Since == default ? null : value.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
