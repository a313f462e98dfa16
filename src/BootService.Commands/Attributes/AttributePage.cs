using System.Text;
using BootService.Core.Attributes;

namespace BootService.Commands.Attributes;

/// <summary>The page of <c>docs/</c> about attributes, from what the code knows of them. Pure.</summary>
internal static class AttributePage
{
    private const string Computed = "Computed.";

    public static string Write()
    {
        var text = new StringBuilder("""
            # Attributes

            Attributes say what hosts are and how they are installed. They are set for everything (`stack set attr attr=NAME value=TEXT`), for an operating system,
            an appliance, an environment or hosts (`stack set host attr HOSTS attr=NAME value=TEXT`); the narrowest scope wins. `stack list host attr HOST` shows them as
            they resolve, `stack explain host attr HOST attr=NAME` where a value comes from. Any other name can be set too, and is `&NAME;` in node XML.

            This page is made from the code (`bootservice describe attributes`), and a test holds it to that.

            ## To be set

            | name | | must be |
            |---|---|---|

            """);
        foreach (var (name, help) in WellKnownAttributes.All.Where(known => !known.Help.EndsWith(Computed, StringComparison.Ordinal)))
        {
            var form = AttributeName.TryParse(name, null, out var parsed) ? AttributeForms.Of(parsed) : null;
            text.Append("| `").Append(name).Append("` | ").Append(Cell(help)).Append(" | ").Append(Cell(form?.Says ?? string.Empty)).Append(" |\n");
        }

        text.Append("\n## Computed\n\n| name | |\n|---|---|\n");
        foreach (var (name, help) in WellKnownAttributes.All.Where(known => known.Help.EndsWith(Computed, StringComparison.Ordinal)))
        {
            text.Append("| `").Append(name).Append("` | ").Append(Cell(help[..^Computed.Length].TrimEnd())).Append(" |\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
