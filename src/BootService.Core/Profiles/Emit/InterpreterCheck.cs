using BootService.Core.Installers;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>
/// Looks for scripts in the new system whose interpreter is not there: Anaconda cannot start them, and crashes when all is installed.
/// </summary>
internal static class InterpreterCheck
{
    /// <summary>Where a frontend of Stacki has its own Python, which no node has.</summary>
    private const string OfStacki = "/opt/stack/bin/";

    /// <summary>The groups of packages that a small system is made of; what others bring nobody knows here.</summary>
    private static readonly string[] Small = ["@core", "@Core", "@base", "@Base", "@^minimal", "@^minimal-environment"];

    /// <summary>The scripts of a plan that could not be started.</summary>
    public static IEnumerable<ProfileFault> Faults(InstallPlan plan, AnacondaGeneration generation)
    {
        foreach (var script in plan.PostScripts.Where(script => !script.OutsideRoot && script.Interpreter is { Length: > 0 }))
        {
            if (Instead(script.Interpreter!, generation) is { } instead && !plan.Packages.Any(name => Brings(name, script.Interpreter!)))
            {
                yield return new ProfileFault(
                    script.Path, script.Line, 0, script.Name, Attribute: null,
                    $"interpreter {script.Interpreter} is not on a small system of release {plan.Request.Release}, and Anaconda crashes at a script that it "
                        + $"cannot start: write {instead}, or name the package that brings it in <package>")
                {
                    Kind = ProfileFaultKind.ElementAttribute,
                };
            }
        }
    }

    /// <summary>What the smallest system of a release has in the place of an interpreter that it lacks; null when it has it, or nobody knows.</summary>
    private static string? Instead(string interpreter, AnacondaGeneration generation) => interpreter switch
    {
        _ when interpreter.StartsWith(OfStacki, StringComparison.Ordinal) => OwnPython(generation),
        "/usr/bin/python" or "/bin/python" or "/usr/bin/python2" or "/bin/python2" when generation >= AnacondaGeneration.El8 => OwnPython(generation),
        "/usr/bin/python3" or "/bin/python3" when generation <= AnacondaGeneration.El8 => OwnPython(generation),
        _ => null,
    };

    /// <summary>The Python of the release's own package manager.</summary>
    private static string OwnPython(AnacondaGeneration generation) => generation switch
    {
        <= AnacondaGeneration.El7 => "/usr/bin/python",
        AnacondaGeneration.El8 => "/usr/libexec/platform-python",
        _ => "/usr/bin/python3",
    };

    private static bool Brings(string package, string interpreter) => interpreter.StartsWith(OfStacki, StringComparison.Ordinal)
        ? package.StartsWith("stack-", StringComparison.Ordinal) || package.StartsWith("foundation-", StringComparison.Ordinal)
        : (package.StartsWith('@') && !Small.Contains(package))
            || package.StartsWith(interpreter[(interpreter.LastIndexOf('/') + 1)..], StringComparison.Ordinal);
}
