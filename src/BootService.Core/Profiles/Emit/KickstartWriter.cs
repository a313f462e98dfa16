using System.Text;
using BootService.Core.Installers;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>Writes a kickstart: LF only, the same text for the same profile.</summary>
internal sealed class KickstartWriter(StringBuilder output)
{
    private const string End = "%end\n\n";

    /// <summary>The kickstart a node's installer gets.</summary>
    public void WriteForInstaller(InstallPlan plan, AnacondaGeneration generation)
    {
        var (reports, identity) = (plan.Request.Reports, plan.Request.Identity);
        WriteHeader(plan);
        WriteCommands(plan, generation);
        WritePackages(plan);
        WriteReport(reports, "%pre", urls => ReportScript.Begin(urls));
        if (identity != MachineIdentity.Any)
        {
            WriteReport(reports, "%pre --erroronfail", urls => IdentityGuard.Script(identity, urls));
        }

        WriteScripts("%pre", plan.PreScripts, reports);
        WriteScripts("%pre-install", plan.PrePackageScripts, reports);
        WriteTroubleReports(generation, reports);
        WriteReport(reports, "%post", urls => ReportScript.Packaged(urls));
        WriteScripts("%post", plan.PostScripts, reports);
        WriteBootScripts(plan);
        output.Append(End);
        WriteReport(reports, "%post", urls => ReportScript.Finish(urls));
    }

    /// <summary>
    /// The profile as Stacki's users know it: what their node files make, without our reports, and the last section left open as
    /// Stacki 1.0 left it.
    /// </summary>
    public void WriteForPeople(InstallPlan plan, AnacondaGeneration generation)
    {
        WriteHeader(plan);
        WriteCommands(plan, generation);
        WritePackages(plan);
        WriteScripts("%pre", plan.PreScripts, reports: null);
        WriteScripts("%pre-install", plan.PrePackageScripts, reports: null);
        WriteScripts("%post", plan.PostScripts, reports: null);
        WriteBootScripts(plan);
    }

    private void WriteHeader(InstallPlan plan)
    {
        output.Append("#\n# Node Traversal Order\n#\n");
        foreach (var source in plan.Sources)
        {
            output.Append($"# {source.Path} ({source.Library})\n");
        }

        output.Append("#\n\n");
    }

    private void WriteCommands(InstallPlan plan, AnacondaGeneration generation)
    {
        foreach (var command in plan.Commands)
        {
            if (KickstartDialect.Line(command, generation) is { } line)
            {
                output.Append(line);
                output.Append('\n');
            }
        }

        output.Append('\n');
    }

    private void WritePackages(InstallPlan plan)
    {
        output.Append("%packages --ignoremissing\n");
        foreach (var package in plan.Packages)
        {
            output.Append(package);
            output.Append('\n');
        }

        output.Append(End);
    }

    private void WriteScripts(string section, IReadOnlyList<PlanScript> scripts, ReportUrls? reports)
    {
        foreach (var script in scripts)
        {
            output.Append(section);
            WriteOption(script.OutsideRoot && section is "%post", "--nochroot");
            WriteOption(script.ErrorOnFail, "--erroronfail");
            WriteOption(script.Interpreter is not null, $"--interpreter={script.Interpreter}");
            WriteOption(script.Argument.Length > 0, script.Argument);
            output.Append('\n');
            if (IsShell(script.Interpreter))
            {
                output.Append(Prologue(script, section, reports));
            }

            output.Append(script.Text);
            output.Append(End);
        }
    }

    private static string Prologue(PlanScript script, string section, ReportUrls? reports) => section switch
    {
        _ when script.ErrorOnFail && reports is not null => ReportScript.FatalPrologue(script, script.OutsideRoot || section is not "%post", reports),
        "%post" => ReportScript.Prologue(script),
        not "%post" when reports is not null => ReportScript.PrePrologue(script, reports),
        _ => $"# {script.Path}:{script.Line}\n",
    };

    private void WriteBootScripts(InstallPlan plan)
    {
        output.Append("%post\nmkdir -p /etc/sysconfig\n");
        WriteBootScript("/etc/sysconfig/stack-pre", plan.EarlyBoot);
        WriteBootScript("/etc/sysconfig/stack-post", plan.LateBoot);
    }

    private void WriteBootScript(string path, string text) => output.Append(HereDocument.Of(text, "__EOF__", $">> {path}")).Append('\n');

    private void WriteReport(ReportUrls? reports, string section, Func<ReportUrls, string> script)
    {
        if (reports is not null)
        {
            output.Append(section).Append('\n').Append(script(reports)).Append(End);
        }
    }

    /// <summary>
    /// %traceback runs when the installer crashes, and is deprecated from Enterprise Linux 9 on; %onerror, from 8 on, runs then and also when it gives up.
    /// </summary>
    private void WriteTroubleReports(AnacondaGeneration generation, ReportUrls? reports)
    {
        if (generation < AnacondaGeneration.El9)
        {
            WriteReport(reports, "%traceback", urls => ReportScript.Broken(urls, "installer-crashed"));
        }

        if (generation >= AnacondaGeneration.El8)
        {
            WriteReport(reports, "%onerror", urls => ReportScript.Broken(urls, "installer-gave-up"));
        }
    }

    private void WriteOption(bool given, string option)
    {
        if (given)
        {
            output.Append(' ');
            output.Append(option);
        }
    }

    private static bool IsShell(string? interpreter) => interpreter is null or "" or "/bin/sh" or "/bin/bash" or "/usr/bin/sh" or "/usr/bin/bash";
}
