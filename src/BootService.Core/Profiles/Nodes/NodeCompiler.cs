using System.Collections.Frozen;

namespace BootService.Core.Profiles.Nodes;

/// <summary>Turns the elements of a node file into parts; a wrong element is a fault and the rest is still read.</summary>
internal sealed class NodeCompiler
{
    private const string OutsideRoot = "--nochroot";

    private static readonly FrozenSet<string> Dropped =
        FrozenSet.Create("description", "changelog", "copyright", "si_copyright", "debug", "attributes", "authors", "example");

    private readonly ElementReader _read;

    private NodeCompiler(ElementReader read) => _read = read;

    public static IReadOnlyList<NodePart> Compile(XmlPart.Element root, ElementReader read)
    {
        if (root.Name is not ("kickstart" or "stack" or "profile"))
        {
            read.Fail(root.Line, root.Column, $"a node file's outermost element is <kickstart>, not <{root.Name}>");
            return [];
        }

        var compiler = new NodeCompiler(read);
        return [new NodePart.Group(read.Guard(root), compiler.Sections(root))];
    }

    private List<NodePart> Sections(XmlPart.Element parent)
    {
        var parts = new List<NodePart>();
        foreach (var child in parent.Children)
        {
            switch (child)
            {
                case XmlPart.Element element when !Dropped.Contains(element.Name):
                    AddIfKnown(parts, element, Section(element) ?? Anywhere(element), "a node file");
                    break;
                case XmlPart.Text { Content: { IsBlank: false } text }:
                    _read.Fail(text.Line, text.Column, "text stands outside of any element: put it into <post>, <pre>, <main> or <package>");
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
        var parts = new List<NodePart>();
        foreach (var child in main.Children)
        {
            switch (child)
            {
                case XmlPart.Text { Content: { IsBlank: false } text }:
                    parts.Add(new NodePart.Lines(Guard: null, text));
                    break;
                case XmlPart.Element element when !Dropped.Contains(element.Name):
                    parts.Add(Anywhere(element) ?? Command(element));
                    break;
            }
        }

        return new NodePart.Group(_read.Guard(main), parts);
    }

    private NodePart.Command Command(XmlPart.Element element)
    {
        _read.Allow(element);
        return new NodePart.Command(_read.Guard(element), element.Name, OnlyText(element));
    }

    private NodePart.Package Package(XmlPart.Element element)
    {
        _read.Allow(element, "disable", "type", "meta", "enable");
        var isGroup = _read.Choice(element, "type", "", "meta") is "meta" || _read.Truth(element, "meta", absent: false);
        var disabled = element.Attribute("disable") is not null || !_read.Truth(element, "enable", absent: true);
        var names = OnlyText(element);
        if (names.IsBlank)
        {
            _read.Fail(element.Line, element.Column, "<package> names no package");
        }

        return new NodePart.Package(_read.Guard(element), names, disabled, isGroup);
    }

    private NodePart.Script Script(XmlPart.Element element, ScriptStage stage)
    {
        _read.Allow(element, "interpreter", "arg", "chroot", "erroronfail", "shell", "stage");
        var argument = element.Attribute("arg")?.Value;
        var outside = !_read.Truth(element, "chroot", absent: true);
        if (argument?.Constant is { } constant && constant.Contains(OutsideRoot, StringComparison.Ordinal))
        {
            outside = true;
            argument = TemplateText.Of(constant.Replace(OutsideRoot, "", StringComparison.Ordinal).Trim(), argument.Line, argument.Column);
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
        _read.Choice(element, "stage", "install-post", "install-pre", "boot-post", "boot-pre") switch
        {
            "install-pre" => Script(element, ScriptStage.Pre),
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
                case XmlPart.Element element when !Dropped.Contains(element.Name):
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
        var file = element.Attribute("file")?.Value ?? TemplateText.Empty;
        if (file.IsBlank)
        {
            _read.Fail(element.Line, element.Column, $"<{element.Name}> lacks its attribute \"file\"");
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

    private TemplateText OnlyText(XmlPart.Element element)
    {
        foreach (var child in element.Children.OfType<XmlPart.Element>())
        {
            _read.Fail(child.Line, child.Column, $"<{child.Name}> cannot stand inside <{element.Name}>");
        }

        return element.Children.OfType<XmlPart.Text>().FirstOrDefault()?.Content ?? TemplateText.Empty;
    }

    private void AddIfKnown(List<NodePart> parts, XmlPart.Element element, NodePart? part, string place)
    {
        if (part is not null)
        {
            parts.Add(part);
            return;
        }

        _read.Fail(element.Line, element.Column, $"<{element.Name}> is not known in {place}");
    }
}
