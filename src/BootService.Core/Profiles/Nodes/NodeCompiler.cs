namespace BootService.Core.Profiles.Nodes;

/// <summary>Turns the elements of a node file into parts; a wrong element is a fault and the rest is still read.</summary>
internal sealed class NodeCompiler
{
    private const string OutsideRoot = "--nochroot";

    /// <summary>Commands that take no arguments: text behind one of them on lines of its own is lines of its own.</summary>
    private static readonly string[] Bare =
        ["install", "upgrade", "text", "cmdline", "graphical", "cdrom", "skipx", "autostep", "interactive", "reboot", "halt", "poweroff", "shutdown"];

    private readonly ElementReader _read;

    private NodeCompiler(ElementReader read) => _read = read;

    public static IReadOnlyList<NodePart> Compile(XmlPart.Element root, ElementReader read)
    {
        if (root.Name is not ("kickstart" or "stack" or "profile"))
        {
            read.Fail(root.Line, root.Column, $"a node file's outermost element is <kickstart>, not <{root.Name}>", kind: ProfileFaultKind.Element);
            return [];
        }

        var compiler = new NodeCompiler(read);
        return [new NodePart.Group(read.Guard(root), compiler.Sections(root))];
    }

    /// <summary>What stands inside a script or a file, as it was produced by an include or a run.</summary>
    public static IReadOnlyList<NodePart> CompileBody(XmlPart.Element root, ElementReader read) => new NodeCompiler(read).Body(root);

    private List<NodePart> Sections(XmlPart.Element parent)
    {
        var parts = new List<NodePart>();
        foreach (var child in parent.Children)
        {
            switch (child)
            {
                case XmlPart.Element element when !Bookkeeping.Is(element):
                    AddIfKnown(parts, element, Section(element) ?? Anywhere(element), "a node file");
                    break;
                case XmlPart.Text { Content: { IsBlank: false } text }:
                    _read.Fail(
                        text.Line, text.Column, "text stands outside of any element: put it into <post>, <pre>, <main> or <package>",
                        kind: ProfileFaultKind.Element);
                    break;
            }
        }

        return parts;
    }

    private NodePart? Section(XmlPart.Element element) => element.Name switch
    {
        "main" or "native" => Main(element),
        "package" => Package(element),
        "pre" => Script(element, ScriptStage.Pre),
        "post" => Script(element, ScriptStage.Post),
        "boot" => Boot(element, _read.Choice(element, "order", "pre", "post") is "pre"),
        "script" => StagedScript(element),
        _ => null,
    };

    /// <summary>Elements that may stand among sections as well as inside scripts and files.</summary>
    private NodePart? Anywhere(XmlPart.Element element) => element.Name switch
    {
        "var" => Variable(element),
        "include" or "sinclude" => Include(element),
        "eval" => Eval(element),
        "report" => Report(element),
        _ => null,
    };

    private NodePart.Group Main(XmlPart.Element main)
    {
        _read.Allow(main);
        var guard = _read.Guard(main);
        var isNative = main.Name is "native" && guard is { Systems: [_, ..] } && !guard.Systems.Contains("redhat");
        var parts = new List<NodePart>();
        foreach (var child in main.Children)
        {
            switch (child)
            {
                case XmlPart.Text { Content: { IsBlank: false } text }:
                    parts.Add(new NodePart.Lines(Guard: null, text, isNative));
                    break;
                case XmlPart.Element element when !Bookkeeping.Is(element):
                    parts.Add(Anywhere(element) ?? Command(element));
                    break;
            }
        }

        return new NodePart.Group(guard, parts);
    }

    private NodePart.Command Command(XmlPart.Element element)
    {
        _read.Allow(element);
        var (line, column) = Place(element);
        return new NodePart.Command(_read.Guard(element), element.Name, Content(element), HasOwnLines(element), line, column);
    }

    /// <summary>Whether the text of a command is lines of its own: <c>&lt;install&gt;</c>, and on the next line <c>%include ...</c>.</summary>
    private static bool HasOwnLines(XmlPart.Element element)
    {
        if (element.Children is not [XmlPart.Text { Content: { Runs: [{ IsEntity: false, Text: var text }, ..] } }, ..]
            || text.TrimStart(' ', '\t', '\r') is not ['\n', .. var rest])
        {
            return false;
        }

        return rest.TrimStart() is ['%', ..] || (Bare.Contains(element.Name) && !string.IsNullOrWhiteSpace(rest));
    }

    private NodePart.Package Package(XmlPart.Element element)
    {
        _read.Allow(element, "disable", "type", "meta", "enable", "stage");
        var isGroup = _read.Choice(element, "type", "", "meta") is "meta" || _read.Truth(element, "meta", absent: false);
        var disabled = element.Attribute("disable") is not null || !_read.Truth(element, "enable", absent: true);
        var late = _read.Choice(element, "stage", "install", "boot") is "boot";
        var (line, column) = Place(element);
        return new NodePart.Package(_read.Guard(element), Content(element), disabled, isGroup, late, line, column);
    }

    private NodePart.Script Script(XmlPart.Element element, ScriptStage stage)
    {
        _read.Allow(element, "interpreter", "arg", "chroot", "erroronfail", "shell", "stage");
        var argument = element.Attribute("arg")?.Value;
        var outside = !_read.Truth(element, "chroot", absent: true);
        if (argument?.Constant is { } constant && constant.Contains(OutsideRoot, StringComparison.Ordinal))
        {
            outside = true;
            argument = AttributeTemplate.Of(constant.Replace(OutsideRoot, "", StringComparison.Ordinal).Trim(), argument.Line, argument.Column);
        }

        var interpreter = (element.Attribute("interpreter") ?? element.Attribute("shell"))?.Value;
        var options = new ScriptOptions(interpreter, argument, outside, _read.Truth(element, "erroronfail", absent: false));
        return new NodePart.Script(_read.Guard(element), stage, options, Body(element), element.Line);
    }

    private NodePart.Boot Boot(XmlPart.Element element, bool early)
    {
        _read.Allow(element, "order", "stage");
        return new NodePart.Boot(_read.Guard(element), early, Body(element));
    }

    private NodePart StagedScript(XmlPart.Element element) =>
        _read.Choice(element, "stage", "install-post", "install-pre", "install-pre-package", "boot-post", "boot-pre") switch
        {
            "install-pre" => Script(element, ScriptStage.Pre),
            "install-pre-package" => Script(element, ScriptStage.PrePackage),
            "install-post" => Script(element, ScriptStage.Post),
            var stage => Boot(element, stage is "boot-pre"),
        };

    /// <summary>What scripts and files hold.</summary>
    private List<NodePart> Body(XmlPart.Element parent)
    {
        var parts = new List<NodePart>();
        foreach (var child in parent.Children)
        {
            switch (child)
            {
                case XmlPart.Text { Content: var text }:
                    parts.Add(new NodePart.Text(text));
                    break;
                case XmlPart.Element element when !Bookkeeping.Is(element):
                    AddIfKnown(parts, element, InScript(element, parent) ?? Anywhere(element), $"<{parent.Name}>");
                    break;
            }
        }

        return parts;
    }

    private NodePart? InScript(XmlPart.Element element, XmlPart.Element parent) => (element.Name, parent.Name) switch
    {
        (_, "file" or "eval" or "report") => null,
        ("file", _) => File(element),
        ("copy", _) => Copy(element),
        _ => null,
    };

    private NodePart.File File(XmlPart.Element element)
    {
        _read.Allow(element, "name", "mode", "owner", "perms", "vars", "expr", "rcs");
        var options = new FileOptions(
            _read.Required(element, "name"),
            _read.Choice(element, "mode", "create", "append") is "append",
            _read.Choice(element, "vars", "literal", "expanded") is "expanded",
            element.Attribute("owner")?.Value,
            element.Attribute("perms")?.Value,
            element.Attribute("expr")?.Value,
            _read.Truth(element, "rcs", absent: false));
        return new NodePart.File(_read.Guard(element), options, Body(element));
    }

    private NodePart.Variable Variable(XmlPart.Element element)
    {
        _read.Allow(element, "name", "val", "ref");
        var name = _read.Required(element, "name").Constant ?? "";
        return new NodePart.Variable(_read.Guard(element), name, element.Attribute("val")?.Value, Word(element, "ref"), element.Line, element.Column);
    }

    private NodePart.Include Include(XmlPart.Element element)
    {
        _read.Allow(element, "mode");
        var file = element.Attribute("file")?.Value ?? AttributeTemplate.Empty;
        if (file.IsBlank)
        {
            _read.Fail(element.Line, element.Column, $"<{element.Name}> lacks its attribute \"file\"", kind: ProfileFaultKind.ElementAttribute);
        }

        var asXml = _read.Choice(element, "mode", "quote", "xml") is "xml";
        return new NodePart.Include(_read.Guard(element), file, asXml, element.Name is "sinclude", element.Line, element.Column);
    }

    private NodePart.Copy Copy(XmlPart.Element element)
    {
        _read.Allow(element, "src", "dst");
        var source = _read.Required(element, "src");
        var destination = element.Attribute("dst")?.Value ?? source;
        return new NodePart.Copy(_read.Guard(element), source, destination, element.Line, element.Column);
    }

    private NodePart.Run Eval(XmlPart.Element element)
    {
        _read.Allow(element, "shell", "mode");
        var asXml = _read.Choice(element, "mode", "quote", "xml") is "xml";
        return new NodePart.Run(_read.Guard(element), Report: null, Word(element, "shell") ?? "sh", asXml, Body(element), element.Line, element.Column);
    }

    private NodePart.Run Report(XmlPart.Element element)
    {
        _read.Allow(element, "name");
        var name = _read.Required(element, "name").Constant ?? "";
        return new NodePart.Run(_read.Guard(element), name, "", AsXml: true, Body(element), element.Line, element.Column);
    }

    private string? Word(XmlPart.Element element, string name) => _read.Word(element, name);

    /// <summary>Where an element's text begins; where it stands itself when it has none.</summary>
    private static (int Line, int Column) Place(XmlPart.Element element) =>
        element.Children is [XmlPart.Text { Content: var text }, ..] ? (text.Line, text.Column) : (element.Line, element.Column);

    /// <summary>What a command or a package holds: text, and what gives text.</summary>
    private List<NodePart> Content(XmlPart.Element parent)
    {
        var parts = new List<NodePart>();
        foreach (var child in parent.Children)
        {
            if (child is XmlPart.Text { Content: var text })
            {
                parts.Add(new NodePart.Text(text));
            }
            else if (child is XmlPart.Element element && !Bookkeeping.Is(element))
            {
                if (Anywhere(element) is { } part)
                {
                    parts.Add(part);
                }
                else
                {
                    _read.Fail(element.Line, element.Column, $"<{element.Name}> cannot stand inside <{parent.Name}>", kind: ProfileFaultKind.Element);
                }
            }
        }

        return parts;
    }

    private void AddIfKnown(List<NodePart> parts, XmlPart.Element element, NodePart? part, string place)
    {
        if (part is not null)
        {
            parts.Add(part);
            return;
        }

        var instead = RocksElements.Instead(element.Name) is { } words ? $": {words}" : string.Empty;
        _read.Fail(element.Line, element.Column, $"<{element.Name}> is not known in {place}{instead}", kind: ProfileFaultKind.Element);
    }
}
