using BootService.Core.Installers;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>
/// Writes kickstarts. Node files are in kickstart's words, which of them depends on the release; storage tables may be in others'.
/// </summary>
internal sealed class AnacondaWriter(AnacondaGeneration generation) : IAnswerWriter
{
    public IEnumerable<ProfileFault> Check(InstallPlan plan) =>
        AnacondaTable.Faults(plan.Request.Disks, plan.Request.Release).Select(sentence => new ProfileFault("", 0, 0, "", Attribute: null, sentence))
            .Concat(KickstartCheck.Faults(plan, generation)).Concat(LayoutCheck.Faults(plan)).Concat(InterpreterCheck.Faults(plan, generation));

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
