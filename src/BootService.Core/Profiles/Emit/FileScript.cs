using System.Text;

namespace BootService.Core.Profiles.Emit;

/// <summary>A <c>file</c> element with everything filled in.</summary>
/// <param name="Path">Path on the node as a shell word.</param>
/// <param name="IsPathFixed">Whether the path holds no shell variable and no quoting, so that its directory can be told here.</param>
/// <param name="Text">What the file holds; empty for an empty file.</param>
/// <param name="Append">Whether it goes to the end.</param>
/// <param name="Expanded">Whether the node's shell expands variables.</param>
/// <param name="Owner">Shell word for chown, or null.</param>
/// <param name="Permissions">Shell word for chmod, or null.</param>
/// <param name="Expression">Command whose output comes first, or null.</param>
/// <param name="CheckIn">Whether to keep the original in RCS.</param>
internal sealed record FileScript(
    string Path, bool IsPathFixed, string Text, bool Append, bool Expanded, string? Owner, string? Permissions, string? Expression, bool CheckIn)
{
    /// <summary>Writes the shell lines that make the file; the text arrives to the byte, with a final newline if it lacks one.</summary>
    public void WriteTo(StringBuilder script)
    {
        if (!Directory().Equals("/", StringComparison.Ordinal))
        {
            script.Append("mkdir -p ").Append(Directory()).Append('\n');
        }

        if (CheckIn)
        {
            WriteCheckIn(script);
        }

        var redirect = Append ? ">>" : ">";
        if (Expression is not null)
        {
            script.Append(Expression).Append(' ').Append(redirect).Append(' ').Append(Path).Append('\n');
            redirect = ">>";
        }

        var body = Text.StartsWith('\n') ? Text[1..] : Text;
        if (body.Length > 0)
        {
            script.Append(HereDocument.Of(body, "EOF", $"{redirect} {Path}", Expanded));
        }
        else if (Expression is null)
        {
            script.Append("touch ").Append(Path).Append('\n');
        }

        if (Owner is not null)
        {
            script.Append("chown ").Append(Owner).Append(' ').Append(Path).Append('\n');
        }

        if (Permissions is not null)
        {
            script.Append("chmod ").Append(Permissions).Append(' ').Append(Path).Append('\n');
        }
    }

    private void WriteCheckIn(StringBuilder script) => script
        .Append("if [ -f ").Append(Path).Append(" ] && command -v ci > /dev/null; then mkdir -p ").Append(Directory())
        .Append("/RCS && chmod 700 ").Append(Directory()).Append("/RCS && echo original | ci -q -l ").Append(Path).Append("; fi\n");

    private string Directory()
    {
        if (!IsPathFixed)
        {
            return $"\"$(dirname {Path})\"";
        }

        var slash = Path.LastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : Path[..slash];
    }
}
