using System.Text;
using BootService.Commands.Attributes;
using BootService.Commands.Catalog;
using BootService.Commands.Files;
using BootService.Core.Attributes;

namespace BootService.Commands.Verbs;

[Command("report attrfile", "Writes the attributes that are set, at every scope, as a table of comma-separated values that \"stack load attrfile\" takes back.",
    Detail = "Secrets are left out unless shadow=yes; they and empty values, which a table cannot hold, are named.",
    Example = "report attrfile attr=site.")]
[Parameter("attr", ValueKind.Attribute, "Only these: a name, a pattern, or a prefix that ends in a dot.")]
[Parameter("filter", ValueKind.Attribute, "The same, as Stacki 5 called it.")]
[Parameter("shadow", ValueKind.Flag, "Whether the values of secrets are written too.")]
internal sealed class ReportAttrfile : ICommand
{
    public Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var inventory = call.Inventory;
        var wanted = new AttributeFilter(call.Find("attr") ?? call.Find("filter"));
        var secrets = call.Flag("shadow");
        var owners = Enum.GetValues<AttributeScope>().SelectMany(scope => inventory.OwnersAt(scope).OrderBy(owner => owner.Target, StringComparer.Ordinal))
            .ToArray();
        var all = owners.SelectMany(owner => inventory.AttributesOn(owner)).Where(entry => wanted.Accepts(entry.Name)).ToArray();
        var names = all.Where(entry => IsWritten(entry.Value, secrets)).Select(entry => entry.Name).Distinct().Order().ToArray();
        var text = new StringBuilder();
        CsvWriter.Append(text, ["target", .. names.Select(name => name.ToString())]);
        var told = new HashSet<AttributeOwner>();
        foreach (var owner in owners)
        {
            cancel.ThrowIfCancellationRequested();
            var set = inventory.AttributesOn(owner);
            string[] cells = [.. names.Select(name => set.Find(name) is { } value && IsWritten(value, secrets) ? value.Text : string.Empty)];
            if (Array.Exists(cells, cell => cell.Length > 0))
            {
                CsvWriter.Append(text, [Target(owner), .. cells]);
                told.Add(owner);
            }
        }

        var bare = inventory.AddedEnvironments.Select(name => new AttributeOwner(AttributeScope.Environment, name)).Where(owner => !told.Contains(owner));
        foreach (var owner in wanted.IsAll ? bare : [])
        {
            CsvWriter.Append(text, [Target(owner), .. names.Select(_ => string.Empty)]);
        }

        call.Output.Message(text.ToString().TrimEnd('\n'));
        foreach (var name in all.Where(entry => !IsWritten(entry.Value, secrets)).Select(entry => entry.Name).Distinct().Order())
        {
            call.Output.Fault($"attr \"{name}\" has values that are secret or empty and are not written");
        }

        return Task.CompletedTask;
    }

    private static bool IsWritten(AttributeValue value, bool secrets) => value.Text.Length > 0 && (secrets || !value.Shadow);

    private static string Target(AttributeOwner owner) => owner.Scope switch
    {
        AttributeScope.Global => "global",
        AttributeScope.Os => "o:" + owner.Target,
        AttributeScope.Environment => "e:" + owner.Target,
        _ => owner.Target,
    };
}
