using System.Text;
using BootService.Core.Profiles.Nodes;

namespace BootService.Core.Profiles.Emit;

/// <summary>Renders what stands inside scripts and files.</summary>
internal sealed class ScriptRenderer(RenderScope scope, IncludeFiles includes)
{
    /// <summary>Includes inside includes; a file that includes itself ends here.</summary>
    private const int MaxDepth = 8;

    private int _depth;

    public string Render(IReadOnlyList<NodePart> body)
    {
        if (body is [NodePart.Text { Guard: null, Content.Constant: { } constant }])
        {
            return constant;
        }

        var text = SpareText.Begin();
        Write(body, text);
        return SpareText.End(text);
    }

    /// <summary>Whole lines: without the line break that the element begins with, and with one at the end.</summary>
    public string RenderLines(IReadOnlyList<NodePart> body)
    {
        var text = SpareText.Begin();
        Write(body, text);
        var from = text.Length > 0 && text[0] is '\n' ? 1 : 0;
        if (text.Length == from || text[^1] is not '\n')
        {
            text.Append('\n');
        }

        return SpareText.End(text, from);
    }

    private void Write(IReadOnlyList<NodePart> body, StringBuilder text)
    {
        foreach (var part in body)
        {
            if (part.Guard is { } guard && !scope.Applies(guard))
            {
                continue;
            }

            switch (part)
            {
                case NodePart.Text { Content: var content }:
                    foreach (var run in content.Runs)
                    {
                        text.Append(scope.Fill(run));
                    }

                    break;
                case NodePart.File file:
                    BeginLine(text);
                    File(file).WriteTo(text);
                    break;
                case NodePart.Copy copy:
                    BeginLine(text);
                    WriteCopy(copy, text);
                    break;
                case NodePart.Variable variable:
                    text.Append(Variable(variable));
                    break;
                case NodePart.Include include:
                    WriteProduced(Include(include), include.AsXml, include.Line, text);
                    break;
                case NodePart.Run run:
                    WriteProduced(Run(run), run.AsXml, run.Line, text, isReport: run.Report is not null);
                    break;
            }
        }
    }

    /// <summary>Reads what an include or a run has produced as node XML; what is wrong with it is told of the element.</summary>
    /// <returns>Null when it is not XML at all.</returns>
    public IReadOnlyList<NodePart>? Read(string element, string text, int line, Func<XmlPart.Element, ElementReader, IReadOnlyList<NodePart>> compile)
    {
        var read = new ElementReader(scope.File, scope.Node);
        var root = XmlFileReader.Read($"<{element}>{WithoutDeclaration(text)}</{element}>", out var fault);
        if (root is null)
        {
            scope.Fail(line, 0, $"what was included or run here is not node XML: {fault.Sentence} (its line {fault.Line})", kind: ProfileFaultKind.Include);
            return null;
        }

        var parts = compile(root, read);
        scope.AddFaults(read.Faults.Select(inner => inner with { Line = line, Column = 0 }));
        return parts;
    }

    private static string WithoutDeclaration(string text) =>
        text.AsSpan().TrimStart() is var bare && bare.StartsWith("<?xml ") && bare.IndexOf("?>") is var end and >= 0 ? bare[(end + 2)..].ToString() : text;

    /// <summary>
    /// XML becomes what its elements say, and everything else stands as it is. A report is XML only where it looks like it: the file of a program may hold any
    /// character.
    /// </summary>
    private void WriteProduced(string produced, bool asXml, int line, StringBuilder text, bool isReport = false)
    {
        if (!asXml || (isReport && !produced.Contains("<file", StringComparison.Ordinal) && !produced.Contains("<stack:file", StringComparison.Ordinal)))
        {
            text.Append(produced);
            return;
        }

        if (_depth >= MaxDepth)
        {
            scope.Fail(line, 0, $"includes stand inside each other more than {MaxDepth} deep", kind: ProfileFaultKind.Include);
            return;
        }

        _depth++;
        if (Read("post", produced, line, NodeCompiler.CompileBody) is { } parts)
        {
            Write(parts, text);
        }

        _depth--;
    }

    /// <summary>Sets the variable and gives nothing, or gives its value.</summary>
    public string Variable(NodePart.Variable variable)
    {
        if (variable is { Value: null, Reference: null })
        {
            return scope.Fill(new TextRun(variable.Name, IsEntity: true, variable.Line, variable.Column));
        }

        var value = variable.Value is not null
            ? scope.Fill(variable.Value)
            : scope.Fill(new TextRun(variable.Reference!, IsEntity: true, variable.Line, variable.Column));
        scope.SetVariable(variable.Name, value);
        return "";
    }

    public string Include(NodePart.Include include)
    {
        var name = scope.Fill(include.Source);
        if (includes.Find(name) is not { } document)
        {
            if (!include.Optional)
            {
                scope.Fail(include.Line, include.Column, $"no library has the file include/{name}", kind: ProfileFaultKind.Include);
            }

            return "";
        }

        var text = XmlDecoder.Decode(document.Content.Span, out var fault);
        if (text is null)
        {
            scope.Fail(include.Line, include.Column, $"{document.Path} cannot be included: {fault.Sentence}", kind: ProfileFaultKind.Include);
        }

        return text ?? "";
    }

    /// <summary>The output of code on the frontend; a fault when the daemon does not allow it.</summary>
    public string Run(NodePart.Run run)
    {
        if (scope.Request.Runner is not { } runner)
        {
            var element = run.Report is null ? "eval" : "report";
            scope.Fail(
                run.Line, run.Column, $"<{element}> runs code on the frontend and is switched off: allow it in the daemon's configuration or take it out",
                kind: ProfileFaultKind.Run);
            return "";
        }

        var body = Render(run.Body);
        var answer = run.Report is { } report
            ? runner.Report(scope.Request.Host, report, body.Trim())
            : runner.Eval(scope.Request.Host, run.Shell, body);
        if (answer.Fault is { } fault)
        {
            scope.Fail(run.Line, run.Column, fault, kind: ProfileFaultKind.Run);
        }

        return answer.Output;
    }

    private FileScript File(NodePart.File file)
    {
        var options = file.Options;
        var path = ShellWord.Quote(options.Name, scope.Fill);
        return new FileScript(
            path,
            path[0] is not '"',
            Render(file.Body),
            options.Append,
            options.Expanded,
            Word(options.Owner),
            Mode(options.Permissions),
            options.Expression is null ? null : scope.Fill(options.Expression),
            options.CheckIn);
    }

    /// <summary>Null also where it is empty: an attribute says that nothing is to be changed.</summary>
    private string? Word(AttributeTemplate? text) => text is not null && scope.Fill(text) is { Length: > 0 } word ? ShellWord.Quote(word) : null;

    private string? Mode(AttributeTemplate? text)
    {
        if (text is null || scope.Fill(text) is not { Length: > 0 } mode)
        {
            return null;
        }

        if (!FileMode.IsOne(mode))
        {
            scope.Fail(text.Line, text.Column, $"perms=\"{mode}\" is no mode of a file: write what chmod takes, such as 0644 or u=rw,go=r");
        }

        return ShellWord.Quote(mode);
    }

    private void WriteCopy(NodePart.Copy copy, StringBuilder text)
    {
        const int Line = 76;
        var source = scope.Fill(copy.Source);
        if (includes.Find(source) is not { } document)
        {
            scope.Fail(
                copy.Line, copy.Column, $"no library has the file include/{source}, and other files of the frontend are not read",
                kind: ProfileFaultKind.Include);
            return;
        }

        var destination = ShellWord.Quote(copy.Destination, scope.Fill);
        var encoded = Convert.ToBase64String(document.Content.Span);
        text.Append("mkdir -p \"$(dirname ").Append(destination).Append(")\"\nbase64 -d > ").Append(destination).Append(" << 'EOF'\n");
        for (var at = 0; at < encoded.Length; at += Line)
        {
            text.Append(encoded, at, Math.Min(Line, encoded.Length - at)).Append('\n');
        }

        text.Append("EOF\n");
    }

    private static void BeginLine(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] is not '\n')
        {
            text.Append('\n');
        }
    }
}
