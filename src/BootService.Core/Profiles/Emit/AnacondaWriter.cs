using BootService.Core.Disks;
using BootService.Core.Installers;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>
/// Writes kickstarts. Node files are in kickstart's words, which of them depends on the release; storage tables may be in others'.
/// </summary>
internal sealed class AnacondaWriter(AnacondaGeneration generation) : IAnswerWriter
{
    public IEnumerable<ProfileFault> Check(InstallPlan plan)
    {
        var disks = plan.Request.Disks;
        return AnacondaTable.Faults(disks, plan.Request.Release).Concat(OfLines(disks, plan.Request.Release))
            .Select(sentence => new ProfileFault("", 0, 0, "", Attribute: null, sentence))
            .Concat(KickstartCheck.Faults(plan, generation)).Concat(LayoutCheck.Faults(plan)).Concat(InterpreterCheck.Faults(plan, generation));
    }

    /// <summary>What is wrong with lines of kickstart in an attribute, where they are what lays disks out.</summary>
    private IEnumerable<string> OfLines(DiskPlan disks, string release) => disks is { RawLines: { } lines, Table.Rows.IsEmpty: true }
        ? KickstartCheck.Sentences(DiskPlan.RawAttribute, lines, release, generation)
            .Concat(LayoutCheck.WhyNotTogether(DiskPlan.RawAttribute, lines) is { } why ? [why] : [])
        : [];

    public IReadOnlyList<AnswerFile> Write(InstallPlan plan)
    {
        var text = SpareText.Begin();
        new KickstartWriter(text).WriteForInstaller(plan, generation);
        return [new AnswerFile(AnswerNames.Kickstart, SpareText.End(text))];
    }

    public string WriteForPeople(InstallPlan plan)
    {
        var text = SpareText.Begin();
        new KickstartWriter(text).WriteForPeople(plan, generation);
        return SpareText.End(text);
    }
}
