using System.Text;
using BootService.Core.Installers;
using BootService.Core.Packages;
using BootService.Core.Profiles.Emit;
using BootService.Core.Profiles.Nodes;

namespace BootService.Core.Profiles.Plans;

/// <summary>Goes through the node files of one host and gathers what they ask for.</summary>
internal sealed class InstallPlanBuilder(RenderScope scope, IncludeFiles includes)
{
    private readonly ScriptRenderer _text = new(scope, includes);
    private readonly List<PlanSource> _sources = [];
    private readonly List<PlanCommand> _commands = [];
    private readonly SortedSet<string> _packages = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _disabled = new(StringComparer.Ordinal);
    private readonly List<PlanScript> _pre = [];
    private readonly List<PlanScript> _prePackage = [];
    private readonly List<PlanScript> _post = [];
    private readonly List<string> _native = [];
    private readonly StringBuilder _earlyBoot = new();
    private readonly StringBuilder _lateBoot = new();
    private string _name = "";

    public void Add(NodeFile file)
    {
        (scope.File, scope.Node, _name) = (file.Document.Path, file.Node, Plain(file.Document.Name));
        scope.AddFaults(file.Faults);
        _sources.Add(new PlanSource(file.Document.Path, file.Library));
        Add(file.Parts);
    }

    public InstallPlan Build()
    {
        IEnumerable<string> packages = [.. _packages, .. _disabled.Except(_packages).Select(name => $"-{name}")];
        return new InstallPlan(
            scope.Request, _sources, WithSource(), [.. packages], _pre, _post, _earlyBoot.ToString(), _lateBoot.ToString())
        {
            PrePackageScripts = _prePackage,
            Native = _native,
        };
    }

    private void Add(IReadOnlyList<NodePart> parts)
    {
        foreach (var part in parts)
        {
            if (part.Guard is { } guard && !scope.Applies(guard))
            {
                continue;
            }

            switch (part)
            {
                case NodePart.Group group:
                    Add(group.Parts);
                    break;
                case NodePart.Command command:
                    AddCommand(command);
                    break;
                case NodePart.Lines { IsNative: true } lines:
                    _native.AddRange(scope.Request.Installer is Installer.Debian
                        ? scope.Fill(lines.Content).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        : [scope.Fill(lines.Content)]);
                    break;
                case NodePart.Lines lines:
                    AddLines(scope.Fill(lines.Content), lines.Content);
                    break;
                case NodePart.Package package:
                    AddPackages(package);
                    break;
                case NodePart.Script script:
                    AddScript(script);
                    break;
                case NodePart.Boot boot:
                    (boot.Early ? _earlyBoot : _lateBoot).Append(_text.Render(boot.Body)).Append('\n');
                    break;
                case NodePart.Variable variable:
                    _text.Variable(variable);
                    break;
                case NodePart.Include include:
                    AddProduced(_text.Include(include), include.AsXml, include.Source.Line);
                    break;
                case NodePart.Run run:
                    AddProduced(_text.Run(run), run.AsXml, run.Line);
                    break;
            }
        }
    }

    private void AddCommand(NodePart.Command command)
    {
        var arguments = _text.Render(command.Arguments).Trim();
        if (command.OwnLines)
        {
            _commands.Add(new PlanCommand(command.Name, string.Empty) { Place = At(command.Line, command.Column) });
            AddLines(arguments, AttributeTemplate.Of("", command.Line, command.Column));
            return;
        }

        if (arguments.AsSpan().IndexOfAny('\n', '\r') >= 0)
        {
            scope.Fail(command.Line, command.Column, $"the command {command.Name} is one line and this value has several");
        }

        _commands.Add(new PlanCommand(command.Name, arguments) { Place = At(command.Line, command.Column) });
    }

    private void AddLines(string text, AttributeTemplate at)
    {
        if (KickstartSections.FirstEnd(text) is { } section)
        {
            scope.Fail(at.Line, at.Column, $"a line begins with {section}, which would end the installer's commands");
        }

        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Trim() is { Length: > 0 } trimmed)
            {
                _commands.Add(new PlanCommand("", trimmed.ToString()) { Place = At(at.Line, at.Column) });
            }
        }
    }

    private void AddPackages(NodePart.Package package)
    {
        foreach (var line in _text.Render(package.Names).AsSpan().EnumerateLines())
        {
            var names = line.Trim().ToString();

            // Groups are also called by names with blanks in them.
            foreach (var name in package.IsGroup || names is ['@', ..] ? [names] : names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                AddNamed(package, name);
            }
        }
    }

    private void AddNamed(NodePart.Package package, string name)
    {
        if (name is ['%', ..] or ['-', ..])
        {
            scope.Fail(package.Line, package.Column, $"\"{name}\" is not a package's name");
        }
        else if (name.Length > 0)
        {
            AddPackage(package, package.IsGroup && name[0] is not '@' ? $"@{name}" : name);
        }
    }

    private void AddPackage(NodePart.Package package, string name)
    {
        if (package.Late && scope.Request.Installer is Installer.Ignition image)
        {
            scope.Fail(package.Line, package.Column, $"{image.Name} is an image and takes no packages, at its first boot neither: "
                + "give the element os=\"redhat\", or run it as a container");
        }
        else if (package.Late)
        {
            var tool = scope.Request.Installer is Installer.Debian or Installer.Ubuntu ? "apt-get" : "yum";
            _lateBoot.Append(tool).Append(" -y ").Append(package.Disabled ? "remove " : "install ").Append(ShellWord.Quote(name)).Append('\n');
        }
        else if ((package.Disabled ? _disabled : _packages).Add(name) && !package.Disabled)
        {
            Look(name, package);
        }
    }

    private void Look(string asked, NodePart.Package at)
    {
        if (scope.Request.Offer is { } offer && !offer.Has(asked, scope.Value(PackageOffer.ElsewhereAttribute)))
        {
            scope.Miss(at.Line, at.Column, PackageOffer.WhyNot(asked));
        }
    }

    private void AddScript(NodePart.Script script)
    {
        var text = _text.RenderLines(script.Body);
        if (scope.Request.Installer is Installer.Anaconda && KickstartSections.FirstBreak(text) is { } section)
        {
            scope.Fail(script.Line, 0, $"a line of the script begins with {section}, which the installer would take for a section: put it into a <file>");
        }

        var options = script.Options;
        var added = new PlanScript(
            _name,
            scope.File,
            script.Line,
            options.Interpreter is null ? null : scope.Fill(options.Interpreter).Trim(),
            options.Argument is null ? "" : scope.Fill(options.Argument).Trim(),
            options.OutsideRoot,
            options.ErrorOnFail,
            text);
        if (script.Stage is ScriptStage.PrePackage && scope.Request.Installer is Installer.Anaconda { Generation: < AnacondaGeneration.El8 })
        {
            scope.Fail(script.Line, 0, "stage=\"install-pre-package\" is known to the installers of Enterprise Linux 8 and later only: "
                + "write stage=\"install-pre\" or \"install-post\"");
        }

        (script.Stage switch { ScriptStage.Pre => _pre, ScriptStage.PrePackage => _prePackage, _ => _post }).Add(added);
    }

    /// <summary>What was included or run among the sections is node XML, or lines of the command section.</summary>
    private void AddProduced(string text, bool asXml, int line)
    {
        if (!asXml)
        {
            AddLines(text, AttributeTemplate.Of("", line, 0));
            return;
        }

        if (_text.Read("kickstart", text, line, NodeCompiler.Compile) is { } parts)
        {
            Add(parts);
        }
    }

    private PlanPlace At(int line, int column) => new(scope.File, scope.Node, line, column);

    /// <summary>A file's name as it may stand in a script, a log and a URL.</summary>
    private static string Plain(string name) =>
        string.Create(name.Length, name, (plain, from) =>
        {
            for (var i = 0; i < plain.Length; i++)
            {
                plain[i] = char.IsAsciiLetterOrDigit(from[i]) || from[i] is '-' or '.' or '_' ? from[i] : '_';
            }
        });

    /// <summary>The install source and the other repositories come first, unless the node files name a source themselves.</summary>
    private List<PlanCommand> WithSource()
    {
        var commands = new List<PlanCommand>();
        var named = _commands.Exists(command => command.Name is "url" or "nfs" or "cdrom" or "harddrive" or "liveimg" or "ostreesetup");
        foreach (var repository in scope.Request.Repositories)
        {
            if (repository.IsInstallSource && !named)
            {
                commands.Insert(0, new PlanCommand("url", $"--url={repository.Url}"));
            }
            else if (!repository.IsInstallSource)
            {
                commands.AddRange(repository.Places.Select(place => new PlanCommand("repo", $"--name={place.Key} --baseurl={place.Value}")));
            }
        }

        commands.AddRange(_commands);
        return commands;
    }
}
