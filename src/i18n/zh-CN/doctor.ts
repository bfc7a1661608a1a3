/** 一条检查结果的措辞：一切正常；或者哪里不对、该怎么办（警告与错误相同）。 */
const finding = (
  ok: (p: { detail: string }) => { message: string },
  wrong: (p: { detail: string }) => { message: string; fix: string }
) => ({ ok, warn: wrong, error: wrong })

/** 存放控制节点的磁盘是否够用：完成整个课程并保留快照需要这么多。 */
const disk = (needed: string) =>
  finding(
    ({ detail }) => ({ message: `磁盘剩余空间 ${detail}。` }),
    ({ detail }) => ({
      message: `存放控制节点的磁盘只剩 ${detail}；完成整个课程并保留快照需要 ${needed}。`,
      fix: '请腾出空间，或删除快照：quorate snapshot list，quorate snapshot delete 名称'
    })
  )

export const doctor = {
  findings: {
    'lxd.platform': finding(
      ({ detail }) => ({ message: `本机可以运行容器（${detail}）。` }),
      ({ detail }) => ({
        message: `容器需要 64 位 Intel、AMD 或 ARM 处理器上的 Linux；本机是 ${detail}。`,
        fix: '请使用一台 Linux 机器，或在本机上使用 Linux 虚拟机。'
      })
    ),
    'lxd.packages': finding(
      () => ({ message: '引擎需要的程序都已安装。' }),
      ({ detail }) => ({
        message: `缺少引擎需要的程序，它们在这些软件包中：${detail}`,
        fix: '请以 root 身份运行：quorate doctor --fix'
      })
    ),
    'lxd.daemon': finding(
      ({ detail }) => ({ message: `引擎正在运行：${detail}。` }),
      ({ detail }) => ({
        message: `引擎 ${detail} 没有运行。`,
        fix: '请以 root 身份运行：quorate doctor --fix'
      })
    ),
    'lxd.permission': finding(
      () => ({ message: '当前用户可以使用引擎。' }),
      ({ detail }) => ({
        message: `引擎正在运行，但只有 ${detail} 组的成员可以使用它，当前用户不在该组中。`,
        fix: `请运行：sudo usermod -aG ${detail} "$USER"，然后注销并重新登录。请注意：该组成员在本机上的权限实际上等同于 root。`
      })
    ),
    'lxd.project': finding(
      () => ({ message: '引擎中已有 Quorate 专用的项目。' }),
      () => ({
        message: '引擎中还没有 Quorate 专用的项目。',
        fix: '无需处理：`quorate up` 会创建它；也可以运行：quorate doctor --fix'
      })
    ),
    'lxd.pool': finding(
      ({ detail }) => ({ message: `控制节点的存储池已就绪（${detail}）。` }),
      () => ({
        message: '还没有供控制节点使用的存储池。',
        fix: '无需处理：`quorate up` 会创建它；也可以运行：quorate doctor --fix'
      })
    ),
    'lxd.lxcfs': finding(
      () => ({ message: '控制节点看到的是自己的内存和处理器。' }),
      () => ({
        message: 'lxcfs 没有运行：控制节点看到的是本机的内存和处理器，而不是分配给自己的。',
        fix: '请以 root 身份运行：quorate doctor --fix。已经在运行的控制节点重新启动后生效。'
      })
    ),
    'lxd.watchers': finding(
      ({ detail }) => ({ message: `允许的 inotify 实例数（${detail}）足够控制节点使用。` }),
      ({ detail }) => ({
        message: `系统只允许 ${detail} 个 inotify 实例，而所有实验环境的控制节点共用这一限额：再创建一个实验环境，控制节点启动后会没有地址。`,
        fix: '请以 root 身份运行：quorate doctor --fix。它会调高 fs.inotify.max_user_instances，立即生效，重启后依然有效。'
      })
    ),
    'lxd.image-tools': finding(
      () => ({ message: '构建控制节点镜像的程序都已安装。' }),
      ({ detail }) => ({
        message: `缺少构建控制节点镜像的程序，它们在这些软件包中：${detail}`,
        fix: '请以 root 身份运行：quorate doctor --fix'
      })
    ),
    'lxd.image': finding(
      () => ({ message: '控制节点的镜像和模板已就绪。' }),
      () => ({
        message: '控制节点镜像尚未构建，或者属于另一个版本的 Quorate。',
        fix: '无需处理：`quorate up` 会构建它，需要联网，用时一到三分钟。'
      })
    ),
    'lxd.disk': disk('8 GiB'),
    'lxd.memory': finding(
      ({ detail }) => ({ message: `可用内存 ${detail}。` }),
      ({ detail }) => ({
        message: `可用内存只有 ${detail}；三个控制节点运行课程中的全部服务需要 2 到 3 GiB。`,
        fix: '在进行靠后的实验之前，请关闭其他程序。'
      })
    ),
    'vagrant.program': finding(
      ({ detail }) => ({ message: `Vagrant 可用：${detail}。` }),
      ({ detail }) => ({
        message: detail === '' ? '没有安装 Vagrant。' : `Vagrant 无法工作：${detail}`,
        fix: '请从发行版或 Vagrant 官方安装，或以 root 身份运行：quorate doctor --engine vagrant --fix。如果是插件损坏：vagrant plugin repair'
      })
    ),
    'vagrant.packages': finding(
      () => ({ message: '虚拟机需要的程序都已安装。' }),
      ({ detail }) => ({
        message: `缺少虚拟机需要的程序，它们在这些软件包中：${detail}`,
        fix: '请以 root 身份运行：quorate doctor --engine vagrant --fix'
      })
    ),
    'vagrant.provider': finding(
      ({ detail }) => ({ message: `Vagrant 用 ${detail} 运行虚拟机。` }),
      () => ({
        message: 'Vagrant 在本机没有可用的虚拟化软件，无法运行三台带有实验网络的虚拟机。',
        fix: '请安装 libvirt（以 root 身份运行：quorate doctor --engine vagrant --fix）或 VirtualBox。如果设置过 VAGRANT_DEFAULT_PROVIDER，请检查它的值。'
      })
    ),
    'vagrant.ssh': finding(
      () => ({ message: '本机有 ssh 客户端。' }),
      () => ({
        message: '本机没有 ssh 客户端，而 Quorate 通过它操作虚拟机。',
        fix: '请安装 OpenSSH；在 Windows 上：设置 → 可选功能 → OpenSSH 客户端。'
      })
    ),
    'vagrant.libvirt': finding(
      ({ detail }) => ({ message: `libvirt 正常应答：${detail}。` }),
      ({ detail }) => ({
        message: `libvirt 没有应答：${detail}`,
        fix: '请以 root 身份运行：quorate doctor --engine vagrant --fix。如果它在运行却拒绝当前用户：sudo usermod -aG libvirt "$USER"，然后注销并重新登录。'
      })
    ),
    'vagrant.hardware': finding(
      () => ({ message: '处理器可以直接运行虚拟机（KVM）。' }),
      () => ({
        message: '处理器在这里不能直接运行虚拟机（KVM 不可用）：只能靠软件模拟，大约慢十倍。',
        fix: '请在固件设置中打开虚拟化（VT-x、AMD-V 或 SVM）；也可以耐心使用：各项时限会随之放宽。'
      })
    ),
    'vagrant.box-tools': finding(
      () => ({ message: '制作 box 所需的程序都已安装。' }),
      ({ detail }) => ({
        message: `缺少在本机制作 box 所需的程序，它们来自这些软件包：${detail}`,
        fix: `只有 \`quorate box build\` 用得到。以 root 身份运行：apt-get install --no-install-recommends ${detail}`
      })
    ),
    'vagrant.box': finding(
      ({ detail }) => ({ message: `控制节点的 box 已就绪：${detail}。` }),
      ({ detail }) => ({
        message: `控制节点的 box（${detail}）尚未下载。`,
        fix: '不必处理：`quorate up` 会下载它，并为第一台虚拟机下载实验所需的软件包。在装有 libvirt 的 Linux 上，也可以用 quorate box build 从发行版的软件包制作，约需三分钟。'
      })
    ),
    'vagrant.disk': disk('16 GiB'),
    'vagrant.memory': finding(
      ({ detail }) => ({ message: `可用内存：${detail}。` }),
      ({ detail }) => ({
        message: `可用内存只有 ${detail}；三台虚拟机最多占用 4.5 GiB。`,
        fix: '请关闭其他程序。'
      })
    )
  }
} as const

export const doctorErrors = {
  'image-tool-missing': (p: { program: string }) => ({
    message: `没有安装构建控制节点镜像所需的程序 ${p.program}。`,
    fix: '请以 root 身份运行：quorate doctor --fix'
  }),
  'image-build-failed': (p: { program: string; detail: string }) => ({
    message: `控制节点镜像构建失败：${p.program} 出错（${p.detail}）。`,
    fix: '如果是下载失败，请先确认本机的 `apt-get update` 能够成功。然后重新运行同一条命令：镜像会从头构建，已经完成的部分保持不变。'
  }),
  'image-no-space': (p: { folder: string; needed: number }) => ({
    message: `${p.folder} 的剩余空间不足以构建控制节点镜像：需要 ${p.needed} MiB。`,
    fix: '请在该处腾出空间，或用 QUORATE_HOME 指定另一块磁盘上的目录，然后重新运行同一条命令。'
  }),
  'name-taken': (p: { name: string }) => ({
    message: `引擎中已经有一个名为 ${p.name} 的对象，但它不是 Quorate 创建的。`,
    fix: '没有做任何改动。请在引擎中将它改名或删除，然后重新运行同一条命令。'
  }),
  'template-not-booting': (p: { state: string }) => ({
    message: `控制节点模板已启动，但两分钟后仍未就绪（systemd 的状态：${p.state}）。`,
    fix: '如果本机负载很高，请稍后重新运行同一条命令，模板会重新制作；否则请运行：quorate doctor'
  }),
  'template-not-settled': (p: { detail: string }) => ({
    message: `控制节点模板无法读取软件包仓库：${p.detail}`,
    fix: '请重新运行同一条命令，模板会重新制作。'
  }),
  'platform-unsupported': (p: { platform: string }) => ({
    message: `容器需要 64 位 Intel、AMD 或 ARM 处理器上的 Linux；本机是 ${p.platform}。`,
    fix: '请使用一台 Linux 机器，或在本机上使用 Linux 虚拟机。'
  }),
  'engine-group': (p: { group: string }) => ({
    message: `引擎正在运行，但只有 ${p.group} 组的成员可以使用它，当前用户不在该组中。`,
    fix: `请运行：sudo usermod -aG ${p.group} "$USER"，注销并重新登录，然后重新运行同一条命令。`
  }),
  'root-needed': (p: { packages: string }) => ({
    message: `安装和启动引擎需要 root 权限${p.packages === '' ? '' : `（缺少软件包：${p.packages}）`}。`,
    fix: '请以 root 身份运行一次：quorate doctor --fix。之后，引擎所属组的成员不再需要 root。'
  }),
  'no-package-manager': (p: { packages: string }) => ({
    message: `本机没有 apt-get，Quorate 不知道如何在这里安装缺少的软件：${p.packages}。`,
    fix: '请用您的发行版自己的方式安装这些 Debian 软件包所提供的程序，然后重新运行同一条命令。'
  }),
  'packages-not-installed': (p: { packages: string; detail: string }) => ({
    message: `apt-get 无法安装 ${p.packages}：${p.detail}`,
    fix: `请以 root 身份运行：apt-get install ${p.packages}，解决它提示的问题，然后重新运行同一条命令。`
  }),
  'daemon-not-starting': (p: { name: string; folder: string }) => ({
    message: `引擎 ${p.name} 已启动，但一分钟内没有应答。`,
    fix: `原因见 ${p.folder} 中的日志。解决后请运行：quorate doctor --fix`
  })
} as const
