using BootService.Core.Attributes;

namespace BootService.Commands.Attributes;

/// <summary>Lists what is set at one scope, as it is stored: nothing is resolved.</summary>
internal static class AttributeListing
{
    public static async Task RunAsync(CommandCall call, AttributeScope scope, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var wanted = new AttributeFilter(call.Find("attr"));
        var word = ScopeWords.Word(scope);
        call.KeptTable(word, "scope", "attr", "value", "source");
        foreach (var owner in AttributeOwners.ToList(call, inventory, scope))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var entry in inventory.AttributesOn(owner))
            {
                if (wanted.Accepts(entry.Name))
                {
                    await call.Output.RowAsync(owner.Target, word, entry.Name.ToString(), Shown(entry.Value), ScopeWords.Letter(scope));
                }
            }
        }
    }

    /// <summary>A value as a table may show it: of a secret, nothing.</summary>
    public static string? Shown(AttributeValue value) => value.Shadow ? null : value.Text;

    /// <summary>When a value was set, UTC to the second; nothing for a computed one.</summary>
    public static string? Since(AttributeValue value) => value.Since == default ? null : value.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
